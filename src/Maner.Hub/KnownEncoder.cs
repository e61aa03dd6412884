namespace Maner.Hub;

/// <summary>An encoder that has a short name here.</summary>
/// <param name="Name">The short name.</param>
/// <param name="Repo">Its repository on the hub.</param>
/// <param name="Family">The kind of its layers and tokenizer.</param>
/// <param name="Languages">What it was trained on, in a few words.</param>
internal sealed record KnownEncoder(string Name, string Repo, string Family, string Languages);
