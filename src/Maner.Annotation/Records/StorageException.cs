namespace Maner.Annotation.Records;

/// <summary>The project's file could not be read or written: a full disk, another program at the same file, damage. What was asked for has not been done.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : IOException(message, inner);
