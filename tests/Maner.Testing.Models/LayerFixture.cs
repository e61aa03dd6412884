using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;

namespace Maner.Testing;

/// <summary>What a layer needs to run alone: a team, memory, parameters with random values and gradients.</summary>
internal sealed class LayerFixture : IDisposable
{
    private readonly List<Parameter> _parameters = [];
    private readonly Workers _workers = new(2);
    private ParameterArena? _arena;

    public LayerFixture()
    {
        Context = new LayerContext(_workers, new Workspace()) { Pass = TinyEncoder.WithoutDropout };
        Scope = new ParameterList("layer.", _parameters, name => name);
    }

    public TestMatrices Matrices { get; } = new(17);

    public LayerContext Context { get; }

    public ParameterList Scope { get; }

    /// <summary>The parameters declared so far; the first call lays them out.</summary>
    public ParameterArena Arena
    {
        get
        {
            if (_arena is null)
            {
                _arena = new ParameterArena(_workers, _parameters);
                TinyEncoder.Fill(_arena, Matrices.Rng, 0.3);
                _arena.ClearGradients();
            }

            return _arena;
        }
    }

    public void Dispose()
    {
        Context.Workspace.Dispose();
        _arena?.Dispose();
        _workers.Dispose();
        Matrices.Dispose();
    }
}
