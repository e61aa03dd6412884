namespace Maner.Model.Storage.Torch;

/// <summary>
/// All that a pickle's program can reach outside itself. Each answer is plain data made by this program: no name of the file ever becomes
/// a type or a method here.
/// </summary>
internal interface IPickleWorld
{
    /// <summary>What a global name stands for (the instruction GLOBAL).</summary>
    /// <exception cref="TorchFormatException">The pair of names is not on the list.</exception>
    object Find(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name);

    /// <summary>What a persistent id stands for (BINPERSID).</summary>
    /// <exception cref="TorchFormatException">It is no storage.</exception>
    object Resolve(object? id);

    /// <summary>The result of a listed function (REDUCE).</summary>
    /// <exception cref="TorchFormatException">It is no listed function, or its arguments do not fit.</exception>
    object Call(object? function, object? arguments);
}
