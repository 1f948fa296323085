namespace EventGen.Generators.Models;

internal static class EquatableArrayFactory
{
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items) where T : IEquatable<T>? => new(items.ToArray());
}
