using System.Collections;
using System.Reflection;

namespace EventGen.TestKit;

/// <summary>The properties of an object with settings, for tests that hold whether a copy of it is one.</summary>
public static class Settings
{
    /// <summary>Every property as text, with what collections and settings in it hold.</summary>
    public static IReadOnlyList<string> Read(object settings) => [.. Properties(settings).Select(property => $"{property.Name} = {Text(property.GetValue(settings))}")];

    /// <summary>Gives every property another value, and every collection other contents.</summary>
    /// <param name="settings">The object.</param>
    /// <param name="values">Gives the values of types that have no obvious other one.</param>
    /// <exception cref="NotSupportedException">There is no other value for a property.</exception>
    public static void ChangeAll(object settings, params object[] values)
    {
        foreach (var property in Properties(settings))
        {
            object? now = property.GetValue(settings);
            if (property.CanWrite && property.SetMethod!.IsPublic) property.SetValue(settings, Other(property, now, values));
            else if (now is IDictionary dictionary) Change(dictionary, values);
            else if (now is IList list) list.Clear();
            else ChangeAll(now!, values);
        }
    }

    private static void Change(IDictionary dictionary, object[] values)
    {
        foreach (object? value in dictionary.Values)
        {
            if (value is not string) ChangeAll(value!, values);
        }

        dictionary.Clear();
    }

    private static IEnumerable<PropertyInfo> Properties(object settings) =>
        settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(static property => property.Name, StringComparer.Ordinal);

    private static object Other(PropertyInfo property, object? now, object[] values)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (Array.Find(values, value => type.IsInstanceOfType(value) && !Equals(value, now)) is { } given) return given;
        if (type == typeof(bool)) return now is not true;
        if (type == typeof(string)) return now + "changed";
        if (type == typeof(int)) return (int)(now ?? 0) + 1;
        if (type == typeof(long)) return (long)(now ?? 0L) + 1;
        if (type == typeof(TimeSpan)) return (TimeSpan)(now ?? TimeSpan.Zero) + TimeSpan.FromSeconds(1);
        if (type == typeof(byte[]))
        {
            // In place: the array may be shared.
            if (now is byte[] bytes) bytes[0]++;
            return now ?? new byte[16];
        }

        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().First(value => !Equals(value, now));
        throw new NotSupportedException($"{property.DeclaringType} has a {property.Name}, of {type}: give the test another value for it.");
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        IDictionary dictionary => "{" + string.Join(", ", dictionary.Keys.Cast<object>().Select(key => $"{key}: {Text(dictionary[key])}")) + "}",
        IEnumerable items => "[" + string.Join(", ", items.Cast<object>().Select(Text)) + "]",
        _ when value.GetType() is { IsClass: true, Namespace: "EventGen" } type && type.Name.EndsWith("Options", StringComparison.Ordinal) => "{" + string.Join(", ", Read(value)) + "}",
        _ => value.ToString()!,
    };
}
