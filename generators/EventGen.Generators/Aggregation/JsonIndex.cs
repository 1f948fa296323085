using EventGen.Generators.Models;

namespace EventGen.Generators.Aggregation;

/// <summary>Which <c>JsonSerializerContext</c> of the project lists a type: the first by full name, ordinally.</summary>
internal sealed class JsonIndex : IEquatable<JsonIndex>
{
    private readonly EquatableArray<JsonContextModel> _contexts;
    private readonly Dictionary<string, string> _byType = new(StringComparer.Ordinal);

    public JsonIndex(IEnumerable<JsonContextModel> contexts)
    {
        _contexts = contexts.OrderBy(static context => context.Type.FullName, StringComparer.Ordinal).ToEquatableArray();
        foreach (var context in _contexts)
        {
            foreach (string type in context.Listed)
            {
                if (!_byType.ContainsKey(type)) _byType.Add(type, context.Type.Global);
            }
        }
    }

    /// <summary>The first context of the project; <see langword="null"/> when it has none.</summary>
    public JsonContextModel? First => _contexts.Count == 0 ? null : _contexts[0];

    /// <summary>The context that lists the type, as code names it.</summary>
    public string? ContextOf(TypeName type) => _byType.TryGetValue(type.Global, out string? context) ? context : null;

    /// <summary>The upgrades whose older payload is listed: the others cannot be read.</summary>
    public EquatableArray<UpgradeFile> Listed(EquatableArray<UpgradeModel> upgrades) => upgrades
        .Select(upgrade => ContextOf(upgrade.Payload) is { } context ? new UpgradeFile(upgrade, context) : null)
        .OfType<UpgradeFile>().ToEquatableArray();

    public bool Equals(JsonIndex? other) => other is not null && _contexts.Equals(other._contexts);

    public override bool Equals(object? obj) => Equals(obj as JsonIndex);

    public override int GetHashCode() => _contexts.GetHashCode();
}
