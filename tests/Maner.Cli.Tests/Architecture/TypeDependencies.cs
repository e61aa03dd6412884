using System.Reflection;
using System.Reflection.Emit;

namespace Maner.Cli.Tests.Architecture;

/// <summary>Which namespaces the types of an assembly use, as the compiler saw it: signatures, fields, and every token in the code.</summary>
internal static class TypeDependencies
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>(using namespace, used namespace, an example) for namespaces that start with "Maner", other than a namespace's use of itself.</summary>
    public static IEnumerable<(string From, string To, string Example)> Of(Assembly assembly) =>
        assembly.GetTypes()
            .SelectMany(type => Used(type).SelectMany(Parts).Select(used => (From: type.Namespace, To: used.Namespace, Example: $"{type.FullName} uses {used.FullName}")))
            .Where(edge => edge.From != edge.To && IsOurs(edge.From) && IsOurs(edge.To))
            .Select(edge => (edge.From!, edge.To!, edge.Example))
            .DistinctBy(edge => (edge.Item1, edge.Item2));

    private static bool IsOurs(string? name) => name is not null && name.StartsWith("Maner", StringComparison.Ordinal);

    private static IEnumerable<Type> Used(Type type)
    {
        IEnumerable<Type?> used = [type.BaseType, .. type.GetInterfaces()];
        used = used.Concat(type.GetFields(Declared).Select(field => field.FieldType));
        foreach (MethodBase method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
        {
            used = used.Concat(method.GetParameters().Select(parameter => parameter.ParameterType));
            used = used.Append((method as MethodInfo)?.ReturnType);
            if (method.GetMethodBody() is { } body)
            {
                used = used.Concat(body.LocalVariables.Select(local => local.LocalType)).Concat(UsedByCode(method, body.GetILAsByteArray()!));
            }
        }

        return used.OfType<Type>();
    }

    /// <summary>A type and the types it is made of: elements, arguments.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];

    private static IEnumerable<Type> UsedByCode(MethodBase method, byte[] code)
    {
        Type[] typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : [];
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (int at = 0; at < code.Length;)
        {
            // Opcodes of two bytes start with 0xFE.
            OpCode opCode = OpCodesByValue[code[at] == 0xFE ? (short)((0xFE << 8) | code[at + 1]) : code[at]];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
                if ((member as Type ?? member.DeclaringType) is { } type)
                {
                    yield return type;
                }

                if (member is MethodInfo { IsGenericMethod: true } generic)
                {
                    foreach (Type argument in generic.GetGenericArguments())
                    {
                        yield return argument;
                    }
                }
            }

            at += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
