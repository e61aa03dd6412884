using System.Reflection;

namespace Maner.Testing;

/// <summary>Copies of a record that differ from it in one property: for tests that must not forget a property that is added later.</summary>
internal static class RecordChange
{
    /// <summary>A copy for each property that can be set; one that holds a record is the same in all.</summary>
    public static IEnumerable<(string Name, T Changed)> OfEach<T>(T record)
        where T : class
    {
        MethodInfo clone = typeof(T).GetMethod("<Clone>$") ?? throw new ArgumentException($"{typeof(T)} is no record.", nameof(record));
        foreach (PropertyInfo property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            object copy = clone.Invoke(record, null)!;
            property.SetValue(copy, Another(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, property.GetValue(record)));
            yield return (property.Name, (T)copy);
        }
    }

    private static object? Another(Type type, object? value) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => value + "0",
        TypeCode.Boolean => value is not true,
        TypeCode.Int32 => (value as int? ?? 0) + 1,
        TypeCode.Int64 => (value as long? ?? 0) + 1,
        TypeCode.UInt64 => (value as ulong? ?? 0) + 1,
        TypeCode.Single => (value as float? ?? 0) + 0.25f,
        TypeCode.Double => (value as double? ?? 0) + 0.25,
        TypeCode.Object => value,
        _ => throw new NotSupportedException($"Say here what another {type} is."),
    };
}
