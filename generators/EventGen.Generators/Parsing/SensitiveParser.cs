using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Finds the parts of payloads, and of what they hold, that are marked <c>[Sensitive]</c>. Used once.</summary>
internal sealed class SensitiveParser
{
    // Types that refer to each other, as entities do, stand at more paths than can be listed: what is further inside counts as a whole.
    private const int MaxPlaces = 100;

    // Generic types that hold ever larger instances of themselves have no end.
    private const int MaxTypes = 1000;

    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private readonly Queue<Place> _places = new();
    private readonly Dictionary<ITypeSymbol, bool> _holds = new(SymbolEqualityComparer.Default);

    private SensitiveParser()
    {
    }

    /// <summary>The paths of the sensitive parts, in every version of an event.</summary>
    public static EquatableArray<string> Parse(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> olderPayloads)
    {
        var parser = new SensitiveParser();
        foreach (var payload in olderPayloads.Prepend(type)) parser._places.Enqueue(new Place(payload, "", null));

        // The outer ones first, so that those are exact.
        for (int read = 0; parser._places.Count > 0; read++)
        {
            var place = parser._places.Dequeue();
            if (place.Path.Length > 0 && read >= MaxPlaces) parser._found.Add(place.Path);
            else parser.Read(place);
        }

        return parser._found.ToEquatableArray();
    }

    /// <summary>Whether a member is marked, by whatever stands for it: a parameter of a constructor, the field behind a property, or the property that it overrides or implements.</summary>
    public static bool IsMarked(ISymbol member) => member.HasAttribute(RuntimeNames.SensitiveAttribute)
        || member.ContainingType.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter =>
            parameter.HasAttribute(RuntimeNames.SensitiveAttribute) && SymbolEqualityComparer.Default.Equals(PayloadMembers.Of(member.ContainingType, parameter), member)))
        || (member is IPropertySymbol property && (HasMarkedField(property) || (property.OverriddenProperty is { } overridden && IsMarked(overridden)) || ImplementsMarked(property)));

    private static bool ImplementsMarked(IPropertySymbol property) => property.ContainingType.AllInterfaces.SelectMany(level => level.GetMembers(property.Name)).Any(demanded =>
        demanded.HasAttribute(RuntimeNames.SensitiveAttribute) && SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(demanded), property));

    private static bool HasMarkedField(IPropertySymbol property) => property.ContainingType.GetMembers().Any(member =>
        member is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property) && member.HasAttribute(RuntimeNames.SensitiveAttribute));

    private void Read(Place place)
    {
        for (var outer = place.Outer; outer is not null; outer = outer.Outer)
        {
            if (!SymbolEqualityComparer.Default.Equals(outer.Type, place.Type)) continue;

            // Each further level has what the outer one has: all of it counts as sensitive.
            if (outer.Path != place.Path) _found.Add(place.Path);
            return;
        }

        string prefix = place.Path.Length > 0 ? place.Path + "/" : "";
        foreach (var member in PayloadMembers.All(place.Type))
        {
            string path = prefix + (member.FindAttribute(FrameworkNames.JsonPropertyNameAttribute)?.FirstText() is { } given ? "=" + Escape(given) : Escape(member.Name));
            if (IsMarked(member)) _found.Add(path);
            else ReadValue(place, PayloadMembers.TypeOf(member), path, JsonConverters.Named(member));
        }

        foreach (var derived in Derived(place.Type)) _places.Enqueue(new Place(derived, place.Path, place));
    }

    private void ReadValue(Place place, ITypeSymbol type, string path, INamedTypeSymbol? converter = null)
    {
        if (type.IsNullableValue()) type = ((INamedTypeSymbol)type).TypeArguments[0];
        if (!Holds(type)) return;

        // Where a converter of the application, or the framework, decides what the parts of a value are called, all of it counts.
        if ((converter ?? JsonConverters.Named(type)) is not null) _found.Add(path);
        else if (JsonTypes.Element(type) is { } element) ReadValue(place, element, path + "/[]");
        else if (type is INamedTypeSymbol named && !IsFrameworks(named)) _places.Enqueue(new Place(named, path, place));
        else _found.Add(path);
    }

    /// <summary>Whether something is marked anywhere in a value of the type.</summary>
    private bool Holds(ITypeSymbol type)
    {
        if (_holds.TryGetValue(type, out bool known)) return known;
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default) { type };
        var next = new Queue<ITypeSymbol>(seen);
        while (next.Count > 0 && seen.Count < MaxTypes)
        {
            var current = next.Dequeue();
            if (HasMarkedMember(current)) return _holds[type] = true;
            foreach (var inner in Inside(current))
            {
                if (seen.Add(inner)) next.Enqueue(inner);
            }
        }

        if (next.Count == 0)
        {
            foreach (var free in seen) _holds[free] = false;
        }

        return _holds[type] = false;
    }

    private static bool HasMarkedMember(ITypeSymbol type) => IsObject(type) && PayloadMembers.All((INamedTypeSymbol)type).Any(IsMarked);

    private static IEnumerable<ITypeSymbol> Inside(ITypeSymbol type)
    {
        if (JsonTypes.Element(type) is { } element) return [element];
        if (IsObject(type)) return PayloadMembers.All((INamedTypeSymbol)type).Select(PayloadMembers.TypeOf).Concat(Derived((INamedTypeSymbol)type));
        return type is INamedTypeSymbol named ? named.TypeArguments : [];
    }

    private static bool IsObject(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } named
        && type.SpecialType == SpecialType.None && JsonTypes.Find(type) is null && JsonTypes.Element(type) is null && !IsFrameworks(named);

    private static IEnumerable<INamedTypeSymbol> Derived(INamedTypeSymbol type) => type.GetAttributes()
        .Where(static attribute => attribute.AttributeClass.Is(FrameworkNames.JsonDerivedTypeAttribute))
        .Select(static attribute => attribute.FirstValue() as INamedTypeSymbol)
        .Where(derived => derived is not null && !SymbolEqualityComparer.Default.Equals(derived, type))!;

    // Nothing there is marked. A tuple is the framework's too, and its names are not on the wire.
    private static bool IsFrameworks(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return (type.IsTupleType || type.DeclaringSyntaxReferences.IsEmpty) && space?.Name is "System" or "Microsoft";
    }

    private static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");

    /// <summary>A type, the path at which a value of it stands, and what it stands in.</summary>
    private sealed class Place(INamedTypeSymbol type, string path, Place? outer)
    {
        public INamedTypeSymbol Type => type;

        public string Path => path;

        public Place? Outer => outer;
    }
}
