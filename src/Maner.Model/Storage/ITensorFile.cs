using Maner.Tensors;

namespace Maner.Model.Storage;

/// <summary>A file of named tensors, whatever its format. Reading is thread-safe.</summary>
internal interface ITensorFile : IDisposable
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>The tensors by name.</summary>
    IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Reads a tensor as float, row by row.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, its elements are not floating, or its bytes are damaged.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    void Read(string name, Span<float> destination);

    /// <summary>Reads a run of a tensor's elements as float.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, its elements are not floating, or its bytes are damaged.</exception>
    /// <exception cref="ArgumentException">The run does not lie in the tensor.</exception>
    void Read(string name, long first, Span<float> destination);

    /// <summary>Refuses a tensor with a number that is NaN or infinite; one whose elements are not floating passes.</summary>
    /// <exception cref="InvalidDataException">There is one, or its bytes are damaged.</exception>
    void RequireFinite(string name);

    /// <summary>Refuses a file that was written to since it was opened.</summary>
    /// <exception cref="IOException">It was.</exception>
    void RequireUnchanged();

    /// <summary>A tensor's floats as memory that may be written, of which only touched pages are ever loaded; null if it has to be read.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or its bytes are damaged.</exception>
    NativeBuffer? MapPrivate(string name);

    /// <summary>Gives back the memory that holds a tensor; it is read again when it is next asked for.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    void Forget(string name);
}
