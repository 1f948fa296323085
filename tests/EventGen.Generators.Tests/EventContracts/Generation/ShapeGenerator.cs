namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>Generates payloads of every kind of part. One seed gives one payload.</summary>
/// <param name="seed">The seed.</param>
/// <param name="number">A number that its names have.</param>
/// <param name="leavesOutNull">Whether its context leaves out what is null.</param>
/// <param name="isDeep">Whether it nests twice and has up to seven parts; otherwise once, and up to four.</param>
internal sealed class ShapeGenerator(int seed, int number, bool leavesOutNull, bool isDeep = true)
{
    /// <summary>Types that need nothing beside them.</summary>
    public static readonly string[] Simple =
    [
        "bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "System.Int128", "System.UInt128", "System.Half", "float", "double", "decimal", "char", "string",
        "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Guid", "System.Uri", "System.Version", "byte[]",
        "System.Memory<byte>", "System.ReadOnlyMemory<byte>", "object", "System.Text.Json.JsonElement", "System.Text.Json.Nodes.JsonNode", "System.Text.Json.Nodes.JsonObject",
        "System.Text.Json.Nodes.JsonArray", "System.DayOfWeek",
    ];

    private static readonly string[] s_lists =
    [
        "{0}[]", "System.Collections.Generic.List<{0}>", "System.Collections.Generic.IReadOnlyList<{0}>", "System.Collections.Generic.IEnumerable<{0}>", "System.Collections.Generic.ISet<{0}>",
        "System.Collections.Immutable.ImmutableArray<{0}>", "System.Collections.Immutable.ImmutableList<{0}>", "System.Collections.Generic.Queue<{0}>", "System.Memory<{0}>",
        "System.Collections.Generic.Dictionary<string, {0}>", "System.Collections.Generic.IReadOnlyDictionary<int, {0}>", "System.Collections.Generic.IDictionary<System.Guid, {0}>",
        "System.Collections.Immutable.ImmutableDictionary<string, {0}>", "System.Collections.Generic.Dictionary<System.DayOfWeek, {0}>",
    ];

    private readonly Random _random = new(seed);
    private readonly List<TypeShape> _types = [];
    private readonly List<EnumShape> _enums = [];

    public PayloadShape Generate()
    {
        var root = Object($"Placed{number}", depth: isDeep ? 0 : 1);
        return new PayloadShape(root, _types, _enums);
    }

    /// <summary>One more part, for a change of the payload.</summary>
    public PartShape Part(string name, bool isParameter) => Part(name, depth: 2, isParameter);

    /// <summary>Whether System.Text.Json cannot read back numbers that it writes as text into a nullable value of the type.</summary>
    public static bool IsStructList(string type) => type.StartsWith("System.Memory<", StringComparison.Ordinal) || type.StartsWith("System.Collections.Immutable.ImmutableArray<", StringComparison.Ordinal);

    private TypeShape Object(string name, int depth)
    {
        string kind = Pick("sealed record", "sealed record", "sealed record", "sealed class", "record struct");
        int count = 1 + _random.Next(depth == 0 ? 7 : 4);
        var parts = Enumerable.Range(1, count).Select(i => Part($"{Pick("Total", "CustomerId", "URLPath", "note", "Line2Item", "X")}{i}", depth, kind.Contains("record") && Chance(70))).ToList();
        return new TypeShape(name, kind, parts) { Attribute = Chance(8) ? "[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] " : "" };
    }

    private PartShape Part(string name, int depth, bool isParameter)
    {
        string type = Type(depth, name);
        bool isNullable = Chance(35) && !IsStructList(type);
        string attribute = Chance(10) ? $"JsonPropertyName(\"{name.ToLowerInvariant()}-{_random.Next(9)}é\")"
            : Chance(8) && isNullable && !isParameter ? $"JsonIgnore(Condition = JsonIgnoreCondition.{Pick("WhenWritingNull", "WhenWritingDefault", "Never")})"
            : Chance(6) && type is "double" or "float" ? "JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)"
            : Chance(6) && type is "int" or "decimal" ? "JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)"
            : "";
        return new PartShape(name, type)
        {
            IsNullable = isNullable,
            IsParameter = isParameter,
            // What is demanded and may be left out is written and then not read: there is no contract that both keep.
            IsRequired = !isParameter && Chance(30) && attribute.Length == 0 && !(isNullable && leavesOutNull),
            Default = isParameter && Chance(25) ? "default!" : "",
            Attribute = attribute,
        };
    }

    private string Type(int depth, string part)
    {
        int kind = _random.Next(100);
        if (kind < 20) return string.Format(System.Globalization.CultureInfo.InvariantCulture, s_lists[_random.Next(s_lists.Length)], Element(depth, part));
        if (kind < 32) return Enum();
        if (kind < 44 && depth < 2) return Nested(depth);
        return kind < 50 && depth < 2 ? Union(depth) : Simple[_random.Next(Simple.Length)];
    }

    private string Element(int depth, string part)
    {
        string type = Type(depth + 1, part);
        return Chance(20) && !type.EndsWith(']') ? type + "?" : type;
    }

    private string Enum()
    {
        if (_enums.Count > 0 && Chance(30)) return _enums[_random.Next(_enums.Count)].Name;
        bool isFlags = Chance(25);
        var members = Enumerable.Range(0, 1 + _random.Next(4)).Select(i => ($"{Pick("Open", "Closed", "InTransit")}{i}", isFlags ? 1 << i : i * (1 + _random.Next(2)) - (isFlags ? 0 : 1))).DistinctBy(static member => member.Item2).ToList();
        var item = new EnumShape($"Status{number}x{_enums.Count}", members, Chance(50), isFlags);
        _enums.Add(item);
        return item.Name;
    }

    private string Nested(int depth)
    {
        string name = $"Line{number}x{_types.Count}";
        _types.Add(new TypeShape(name, "sealed record", []));   // its place: it may hold itself
        int place = _types.Count - 1;
        var shape = Object(name, depth + 1);
        if (Chance(20) && !shape.Kind.Contains("struct")) shape = shape with { Parts = [.. shape.Parts, new PartShape("Next", name) { IsNullable = true }] };
        _types[place] = shape;
        return name;
    }

    private string Union(int depth)
    {
        string name = $"Animal{number}x{_types.Count}";
        bool isAbstract = Chance(60), hasNumbers = Chance(20);
        int place = _types.Count;
        _types.Add(new TypeShape(name, "record", []));
        var attributes = new List<string>();
        int cases = 1 + _random.Next(3);
        for (int i = 0; i < cases; i++)
        {
            var item = Object($"{name}Case{i}", depth + 1);
            _types.Add(item with { Kind = "sealed record", Base = name });
            attributes.Add($"[JsonDerivedType(typeof({name}Case{i}), {(hasNumbers ? $"{i}" : $"\"case-{i}\"")})] ");
        }

        if (Chance(30)) attributes.Add("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\")] ");
        _types[place] = new TypeShape(name, "record", []) { IsAbstract = isAbstract, Attribute = string.Concat(attributes) };
        return name;
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Pick(params string[] from) => from[_random.Next(from.Length)];
}
