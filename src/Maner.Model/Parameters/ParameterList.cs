namespace Maner.Model.Parameters;

/// <summary>Collects the parameters of layers under the names that a checkpoint gives them.</summary>
/// <param name="prefix">What the names of this scope start with.</param>
/// <param name="parameters">The collection, shared by all scopes.</param>
/// <param name="nameOf">The stored name of a parameter by its usual one.</param>
internal sealed class ParameterList(string prefix, List<Parameter> parameters, Func<string, string> nameOf)
{
    public ParameterList Scope(string name) => new($"{prefix}{name}.", parameters, nameOf);

    public Parameter Matrix(string name, int rows, int columns) => Add(Parameter.Matrix(nameOf(prefix + name), rows, columns));

    public Parameter Weight(string name, int outputs, int inputs) => Add(Parameter.Weight(nameOf(prefix + name), outputs, inputs));

    public Parameter Vector(string name, int length) => Add(Parameter.Vector(nameOf(prefix + name), length));

    private Parameter Add(Parameter parameter)
    {
        parameters.Add(parameter);
        return parameter;
    }
}
