namespace Maner.Annotation.Records;

/// <summary>An action, or a request, cannot be done as it is; nothing has changed. The message says why and what to do.</summary>
internal sealed class ActionRefusedException(string message) : Exception(message);
