namespace Maner.Model.Parameters;

/// <summary>Collects the parameters of layers under the names that a checkpoint gives them.</summary>
/// <param name="prefix">What the names of this scope start with.</param>
/// <param name="parameters">The collection, shared by all scopes.</param>
internal sealed class ParameterList(string prefix, List<Parameter> parameters)
{
    public ParameterList Scope(string name) => new($"{prefix}{name}.", parameters);

    public Parameter Matrix(string name, int rows, int columns) => Add(Parameter.Matrix(prefix + name, rows, columns));

    public Parameter Weight(string name, int outputs, int inputs) => Add(Parameter.Weight(prefix + name, outputs, inputs));

    public Parameter Vector(string name, int length) => Add(Parameter.Vector(prefix + name, length));

    private Parameter Add(Parameter parameter)
    {
        parameters.Add(parameter);
        return parameter;
    }
}
