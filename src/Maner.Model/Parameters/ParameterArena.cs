using Maner.Tensors;
using Maner.Tensors.Kernels;

namespace Maner.Model.Parameters;

/// <summary>
/// A dense arena: every parameter moves at every step. Matrices are first and vectors after them, each in the order given, so that weight
/// decay is two runs and neighbours (query, key, value) can be used as one matrix.
/// </summary>
internal sealed class ParameterArena : IParameterArena, IDisposable
{
    private readonly Workers _workers;
    private readonly Parameter[] _parameters;
    private readonly nint _matrixLength;
    private readonly NativeBuffer _values;
    private readonly bool[] _isZero; // a parameter's gradients count as zero, whatever is there
    private NativeBuffer? _gradients;
    private NativeBuffer? _first;
    private NativeBuffer? _second;

    /// <summary>Lays out the parameters and sets them to zero.</summary>
    public ParameterArena(Workers workers, IEnumerable<Parameter> parameters)
    {
        _workers = workers;
        _parameters = [.. parameters.OrderBy(parameter => parameter.IsVector)];
        nint offset = 0;
        foreach (Parameter parameter in _parameters)
        {
            parameter.Offset = offset;
            offset += parameter.Length;
            _matrixLength = parameter.IsVector ? _matrixLength : offset;
        }

        _values = new NativeBuffer(offset, "the parameters of the model");
        _isZero = new bool[_parameters.Length];
    }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> Tensors => _parameters.Select(parameter => Tensor(parameter, parameter.Name, _values));

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> TrainingState => _parameters.SelectMany(parameter => new[]
    {
        Tensor(parameter, parameter.Name, _values),
        Tensor(parameter, parameter.Name + ".first", _first ?? throw NotTraining()),
        Tensor(parameter, parameter.Name + ".second", _second ?? throw NotTraining()),
    });

    /// <summary>The parameters in order.</summary>
    public IReadOnlyList<Parameter> All => _parameters;

    /// <summary>The values of a parameter.</summary>
    public Matrix Value(Parameter parameter) => _values.View(parameter.Offset, parameter.Rows, parameter.Columns);

    /// <summary>The gradients of a parameter.</summary>
    public Matrix Gradient(Parameter parameter)
    {
        Matrix gradient = GradientToWrite(parameter, out bool isZero);
        if (isZero)
        {
            gradient.Clear();
        }

        return gradient;
    }

    /// <summary>
    /// The same for who writes all of them: clearing and then adding would pass three times over memory where once is enough.
    /// </summary>
    /// <param name="parameter">A parameter, or several joined.</param>
    /// <param name="isZero">Whether they are zero, but may not be so in memory: they must be overwritten now. Else they are to be added to.</param>
    public Matrix GradientToWrite(Parameter parameter, out bool isZero)
    {
        NativeBuffer gradients = _gradients ?? throw NotTraining();
        int first = 0;
        while (_parameters[first].Offset != parameter.Offset)
        {
            first++;
        }

        int end = first;
        isZero = true;
        for (nint covered = 0; covered < parameter.Length; end++)
        {
            isZero &= _isZero[end];
            covered += _parameters[end].Length;
        }

        if (isZero)
        {
            Array.Clear(_isZero, first, end - first);
        }
        else
        {
            ClearZeros(first, end);
        }

        return gradients.View(parameter.Offset, parameter.Rows, parameter.Columns);
    }

    /// <summary>Parameters that lie one after another and have the same number of columns (or are vectors), as one matrix (or vector).</summary>
    public static Parameter Join(string name, params ReadOnlySpan<Parameter> neighbours)
    {
        Parameter first = neighbours[0];
        nint end = first.Offset;
        int rows = 0, columns = 0;
        foreach (Parameter parameter in neighbours)
        {
            if (parameter.Offset != end || parameter.IsVector != first.IsVector)
            {
                throw new ArgumentException($"'{parameter.Name}' does not follow on '{first.Name}' in the arena.", nameof(neighbours));
            }

            end += parameter.Length;
            rows += parameter.Rows;
            columns += parameter.Columns;
        }

        return (first.IsVector ? Parameter.Vector(name, columns) : Parameter.Matrix(name, rows, first.Columns)) with { Offset = first.Offset };
    }

    /// <summary>Reads every parameter from a checkpoint.</summary>
    public void Load(Action<Parameter, Span<float>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        foreach (Parameter parameter in _parameters)
        {
            read(parameter, _values.Slice(parameter.Offset, parameter.Length));
        }
    }

    /// <inheritdoc/>
    public void ClearGradients()
    {
        if (_gradients is null)
        {
            _gradients = new NativeBuffer(_values.Length, "the gradients of the model");
            _first = new NativeBuffer(_values.Length, "the optimizer's first moments");
            _second = new NativeBuffer(_values.Length, "the optimizer's second moments");
        }

        Array.Fill(_isZero, true);
    }

    /// <inheritdoc/>
    public double SumOfSquaredGradients()
    {
        NativeBuffer gradients = _gradients ?? throw NotTraining();
        ClearZeros(0, _parameters.Length);
        return Reduce.SumOfSquares(_workers, gradients, _values.Length);
    }

    /// <inheritdoc/>
    public void Step(in AdamWStep step)
    {
        NativeBuffer gradients = _gradients ?? throw NotTraining();
        ClearZeros(0, _parameters.Length);
        AdamW.Update(_workers, step, decay: true, 0, _matrixLength, _values, gradients, _first!, _second!);
        AdamW.Update(_workers, step, decay: false, _matrixLength, _values.Length - _matrixLength, _values, gradients, _first!, _second!);
    }

    /// <inheritdoc/>
    public void EndTraining()
    {
        _gradients?.Dispose();
        _first?.Dispose();
        _second?.Dispose();
        (_gradients, _first, _second) = (null, null, null);
    }

    /// <inheritdoc/>
    public ArenaSnapshot SnapshotValues()
    {
        var copy = new NativeBuffer(_values.Length, "a copy of the best parameters");
        foreach (Parameter parameter in _parameters)
        {
            Value(parameter).CopyTo(copy.View(parameter.Offset, parameter.Rows, parameter.Columns));
        }

        return new ArenaSnapshot(copy, Steps: 0);
    }

    /// <inheritdoc/>
    public void RestoreValues(ArenaSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        foreach (Parameter parameter in _parameters)
        {
            snapshot.Values.View(parameter.Offset, parameter.Rows, parameter.Columns).CopyTo(Value(parameter));
        }
    }

    /// <inheritdoc/>
    public void RestoreTrainingState(ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ClearGradients();
        foreach (Parameter parameter in _parameters)
        {
            source.Read(parameter.Name, _values.Slice(parameter.Offset, parameter.Length));
            source.Read(parameter.Name + ".first", _first!.Slice(parameter.Offset, parameter.Length));
            source.Read(parameter.Name + ".second", _second!.Slice(parameter.Offset, parameter.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndTraining();
        _values.Dispose();
    }

    /// <summary>Makes the zeros of parameters [<paramref name="first"/>, <paramref name="end"/>) real.</summary>
    private void ClearZeros(int first, int end)
    {
        for (int index = first; index < end; index++)
        {
            if (_isZero[index])
            {
                _gradients!.Slice(_parameters[index].Offset, _parameters[index].Length).Clear();
                _isZero[index] = false;
            }
        }
    }

    private static NamedTensor Tensor(Parameter parameter, string name, NativeBuffer buffer) =>
        new(name, parameter.Shape, () => buffer.Slice(parameter.Offset, parameter.Length));

    private static InvalidOperationException NotTraining() => new("Gradients are there after the first ClearGradients().");
}
