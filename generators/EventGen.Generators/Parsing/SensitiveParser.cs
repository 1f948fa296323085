using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Finds the parts of payloads, and of what they hold, that are marked <c>[Sensitive]</c>. Used once.</summary>
internal sealed class SensitiveParser
{
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);

    // The types around a part, each with the path at which it stands.
    private readonly List<(ITypeSymbol Type, string Path)> _around = [];

    // Parts whose type holds itself, under the path of the outer one.
    private readonly List<(string Outer, string Path)> _circles = [];

    private SensitiveParser()
    {
    }

    /// <summary>The paths of the sensitive parts, in every version of an event.</summary>
    public static EquatableArray<string> Parse(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> olderPayloads)
    {
        var parser = new SensitiveParser();
        foreach (var payload in olderPayloads.Prepend(type)) parser.ReadType(payload, "");

        // Each further level has what the outer one has: all of it counts as sensitive.
        foreach (var (outer, path) in parser._circles)
        {
            if (parser._found.Any(found => found.StartsWith(outer, StringComparison.Ordinal))) parser._found.Add(path);
        }

        return parser._found.ToEquatableArray();
    }

    /// <summary>Whether a member, or the parameter that declares it, is marked.</summary>
    public static bool IsMarked(ISymbol member) => member.HasAttribute(RuntimeNames.SensitiveAttribute)
        || (member is IPropertySymbol && member.ContainingType.InstanceConstructors.Any(constructor =>
            constructor.Parameters.Any(parameter => parameter.Name == member.Name && parameter.HasAttribute(RuntimeNames.SensitiveAttribute))));

    private void ReadType(INamedTypeSymbol type, string path)
    {
        if (_around.Exists(outer => SymbolEqualityComparer.Default.Equals(outer.Type, type)))
        {
            _circles.Add((_around.Find(outer => SymbolEqualityComparer.Default.Equals(outer.Type, type)).Path, path.TrimEnd('/')));
            return;
        }

        _around.Add((type, path));
        foreach (var member in PayloadMembers.All(type))
        {
            string name = member.FindAttribute(FrameworkNames.JsonPropertyNameAttribute)?.FirstText() is { } given ? "=" + Escape(given) : Escape(member.Name);
            if (IsMarked(member)) _found.Add(path + name);
            else ReadValue(PayloadMembers.TypeOf(member), path + name + "/");
        }

        foreach (var derived in type.GetAttributes().Where(static attribute => attribute.AttributeClass.Is(FrameworkNames.JsonDerivedTypeAttribute)))
        {
            if (derived.FirstValue() is INamedTypeSymbol item && !SymbolEqualityComparer.Default.Equals(item, type)) ReadType(item, path);
        }

        _around.RemoveAt(_around.Count - 1);
    }

    private void ReadValue(ITypeSymbol type, string path)
    {
        if (type.IsNullableValue()) type = ((INamedTypeSymbol)type).TypeArguments[0];
        if (type.SpecialType != SpecialType.None || type.TypeKind is TypeKind.Enum or TypeKind.Error) return;
        if (JsonTypes.Find(type) is not null) return;
        if (JsonTypes.Dictionary(type) is { Value: { } value }) ReadValue(value, path + "[]/");
        else if (JsonTypes.IsCollection(type, out var element) && element is not null) ReadValue(element, path + "[]/");
        else if (type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } named && !IsFrameworks(named)) ReadType(named, path);
    }

    // Nothing there is marked.
    private static bool IsFrameworks(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return type.DeclaringSyntaxReferences.IsEmpty && space?.Name is "System" or "Microsoft";
    }

    private static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");
}
