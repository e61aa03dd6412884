namespace Maner.Ner.Lexical;

/// <summary>A line of a list of names.</summary>
/// <param name="Name">The name, of one or more words, in NFC.</param>
/// <param name="Type">What it is, by the name of an entity type.</param>
/// <param name="List">The list that has it: the CRF learns for each how far it is to be trusted.</param>
internal readonly record struct ListedName(string Name, string Type, string List);
