using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>Makes values of generated types, with null only where the annotations allow it.</summary>
/// <remarks>Numbers stay in the range of a <see cref="decimal"/>, in which the validator compares them.</remarks>
internal sealed class ValueFactory(Random random)
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public;

    private readonly NullabilityInfoContext _nullability = new();
    private int _depth;

    public object Create(Type type) => Make(type, null)!;

    private object? Make(Type type, NullabilityInfo? nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Chance(40) ? null : Make(value, null);
        if (nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType && (_depth > 4 || Chance(40))) return null;
        _depth++;
        try
        {
            return Known(type) ?? Collection(type, nullability) ?? Object(type);
        }
        finally
        {
            _depth--;
        }
    }

    private object? Known(Type type)
    {
        if (type.IsEnum) return EnumValue(type);
        return type.FullName switch
        {
            "System.Boolean" => Chance(50),
            "System.Byte" => (byte)random.Next(256),
            "System.SByte" => (sbyte)random.Next(-128, 128),
            "System.Int16" => (short)random.Next(short.MinValue, short.MaxValue + 1),
            "System.UInt16" => (ushort)random.Next(65536),
            "System.Int32" => Edge(int.MinValue, int.MaxValue, random.Next()),
            "System.UInt32" => Edge(uint.MinValue, uint.MaxValue, (uint)random.Next()),
            "System.Int64" => Edge(long.MinValue, long.MaxValue, random.NextInt64()),
            "System.UInt64" => Edge(ulong.MinValue, ulong.MaxValue, (ulong)random.NextInt64()),
            "System.Int128" => Edge((Int128)decimal.MinValue, (Int128)decimal.MaxValue, (Int128)random.NextInt64()),
            "System.UInt128" => Edge(UInt128.MinValue, (UInt128)decimal.MaxValue, (UInt128)random.NextInt64()),
            "System.Half" => (Half)(random.NextDouble() * 1000),
            "System.Single" => Edge(-7e27f, 7e27f, random.NextSingle()),
            "System.Double" => Edge(-7e27, 7e27, random.NextDouble() * 1e6),
            "System.Decimal" => Edge(decimal.MinValue, decimal.MaxValue, (decimal)random.NextDouble() * 1000),
            "System.Char" => (char)random.Next(' ', 0x2000),
            "System.String" => Chance(10) ? "" : $"text \"{random.Next()}\" é 漢",
            "System.DateTime" => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)(Chance(50) ? 0 : 1)),
            "System.DateTimeOffset" => new DateTimeOffset(2000 + random.Next(100), 5, 6, 7, 8, 9, random.Next(1000), TimeSpan.FromMinutes(random.Next(-600, 600))),
            "System.DateOnly" => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
            "System.TimeOnly" => new TimeOnly(random.NextInt64(TimeOnly.MaxValue.Ticks)),
            "System.TimeSpan" => Edge(TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerDay * 40))),
            "System.Guid" => Guid.NewGuid(),
            "System.Uri" => new Uri(Chance(50) ? "https://example.org/a?b=c#d" : "/relative/path", UriKind.RelativeOrAbsolute),
            "System.Version" => Chance(50) ? new Version(1, 2) : new Version(1, 2, 3, random.Next(1000)),
            "System.Byte[]" => Bytes(),
            "System.Object" => JsonSerializer.SerializeToElement(random.Next()),
            "System.Text.Json.JsonElement" => JsonSerializer.SerializeToElement(new { a = random.Next() }),
            "System.Text.Json.Nodes.JsonNode" => JsonValue.Create(random.Next()),
            "System.Text.Json.Nodes.JsonObject" => new JsonObject { ["a"] = random.Next() },
            "System.Text.Json.Nodes.JsonArray" => new JsonArray(1, "two"),
            _ when type == typeof(Memory<byte>) => new Memory<byte>(Bytes()),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Bytes()),
            _ => null,
        };
    }

    private object? Collection(Type type, NullabilityInfo? nullability)
    {
        if (type.IsArray) return List(type.GetElementType()!, nullability?.ElementType);
        if (!type.IsGenericType) return null;
        var arguments = type.GetGenericArguments();
        var of = nullability?.GenericTypeArguments is { Length: > 0 } known ? known : new NullabilityInfo?[2];
        if (type.GetGenericTypeDefinition() == typeof(Memory<>)) return Activator.CreateInstance(type, List(arguments[0], of[0]));
        if (!typeof(IEnumerable).IsAssignableFrom(type)) return null;
        if (arguments.Length == 2)
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            for (int i = Count(); i > 0; i--) map[Make(arguments[0], null)!] = Make(arguments[1], of[1]);
            return type.Name.StartsWith("Immutable", StringComparison.Ordinal) ? Immutable("ImmutableDictionary", arguments, map) : map;
        }

        var list = List(arguments[0], of[0]);
        return type.Name switch
        {
            "ImmutableArray`1" or "ImmutableList`1" => Immutable(type.Name[..^2], arguments, list),
            "ISet`1" => Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(arguments), list),
            "List`1" or "Queue`1" => Activator.CreateInstance(type, list),
            _ => list,
        };
    }

    private static object Immutable(string kind, Type[] arguments, object items) => System.Reflection.Assembly.Load("System.Collections.Immutable").GetType($"System.Collections.Immutable.{kind}")!
        .GetMethods().Single(method => method.Name == "CreateRange" && method.GetGenericArguments().Length == arguments.Length
            && method.GetParameters() is [{ ParameterType: { IsGenericType: true } type }] && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .MakeGenericMethod(arguments).Invoke(null, [items])!;

    private Array List(Type element, NullabilityInfo? nullability)
    {
        var list = Array.CreateInstance(element, Count());
        for (int i = 0; i < list.Length; i++) list.SetValue(Make(element, nullability), i);
        return list;
    }

    private object Object(Type type)
    {
        if (type.GetCustomAttributes<JsonDerivedTypeAttribute>().ToArray() is { Length: > 0 } cases)
        {
            if (type.IsAbstract || Chance(60)) type = cases[random.Next(cases.Length)].DerivedType;
        }

        var constructor = type.GetConstructors().MaxBy(static constructor => constructor.GetParameters().Length);
        var parameters = constructor?.GetParameters() ?? [];
        object made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. parameters.Select(parameter => Make(parameter.ParameterType, _nullability.Create(parameter)))]);
        foreach (var property in type.GetProperties(Instance))
        {
            if (property.SetMethod is { IsPublic: true } && !parameters.Any(parameter => parameter.Name == property.Name))
                property.SetValue(made, Make(property.PropertyType, _nullability.Create(property)));
        }

        return made;
    }

    private object EnumValue(Type type)
    {
        var values = Enum.GetValues(type);
        object one = values.GetValue(random.Next(values.Length))!;
        if (type.GetCustomAttribute<FlagsAttribute>() is null || Chance(50)) return one;
        object other = values.GetValue(random.Next(values.Length))!;
        return Enum.ToObject(type, Convert.ToInt64(one, CultureInfo.InvariantCulture) | Convert.ToInt64(other, CultureInfo.InvariantCulture));
    }

    private T Edge<T>(T least, T most, T other) => random.Next(10) switch { 0 => least, 1 => most, _ => other };

    private byte[] Bytes() => [.. Enumerable.Range(0, random.Next(9)).Select(_ => (byte)random.Next(256))];

    private int Count() => _depth > 4 ? 0 : random.Next(3);

    private bool Chance(int percent) => random.Next(100) < percent;
}
