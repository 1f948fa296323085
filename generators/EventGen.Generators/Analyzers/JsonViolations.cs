using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Finds what System.Text.Json can neither write nor read back in a payload and in the project's types it holds.</summary>
internal static class JsonViolations
{
    // Generic types that hold ever larger instances of themselves have no end.
    private const int MaxTypes = 200;

    private const string SendData = "send data in its place, or leave it out with [JsonIgnore]";

    public static IEnumerable<(ISymbol Member, Violation Violation)> In(INamedTypeSymbol payload)
    {
        if (payload.HasAttribute(FrameworkNames.JsonConverterAttribute)) yield break;
        if (Construction(payload) is { } construction) yield return (payload, construction("it"));

        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default) { payload };
        foreach (var member in Written(payload))
        {
            if (OfPart(PayloadMembers.TypeOf(member), member.Name, seen) is { } violation) yield return (member, violation);
        }
    }

    // A fact begins with what it is about: the part's path below the payload.
    private static Violation? OfPart(ITypeSymbol type, string path, HashSet<ITypeSymbol> seen)
    {
        if (Kind(type) is { } kind) return new($"its part '{path}' is {kind}, which System.Text.Json cannot write", SendData);
        if (type is IArrayTypeSymbol array) return OfPart(array.ElementType, path, seen);
        if (type is not INamedTypeSymbol named || type.HasAttribute(FrameworkNames.JsonConverterAttribute)) return null;

        var ofArguments = named.TypeArguments.Select(argument => OfPart(argument, path, seen)).FirstOrDefault(static found => found is not null);
        if (ofArguments is not null) return ofArguments;

        // Of libraries' types, and of enums, the serializer knows more than this does.
        if (type.DeclaringSyntaxReferences.IsEmpty || type.TypeKind == TypeKind.Enum || seen.Count == MaxTypes || !seen.Add(type)) return null;
        if (Construction(named) is { } construction) return construction($"its part '{path}', a '{named.Name}',");
        return Written(named)
            .Select(member => OfPart(PayloadMembers.TypeOf(member), $"{path}.{member.Name}", seen))
            .FirstOrDefault(static found => found is not null);
    }

    private static string? Kind(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Delegate) return "a delegate";
        if (type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            return "a pointer";
        if (type.IsRefLikeType) return "a span or another ref struct";
        if (type.Is(FrameworkNames.Type)) return "a Type";
        return type is INamedTypeSymbol named && named.BaseClasses().Prepend(named).Any(static level => level.Is(FrameworkNames.Stream)) ? "a stream" : null;
    }

    // The serializer takes the marked constructor, else the one without parameters, else the only public one.
    private static Func<string, Violation>? Construction(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface || type.IsAbstract)
        {
            return type.HasAttribute(FrameworkNames.JsonDerivedTypeAttribute)
                ? null
                : static what => new($"{what} is abstract, so System.Text.Json cannot read it back", "name what it can be with [JsonDerivedType]");
        }

        var constructors = type.InstanceConstructors;
        if (constructors.Any(static constructor => constructor.HasAttribute(FrameworkNames.JsonConstructorAttribute))) return null;
        var open = constructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        if (open.Exists(static constructor => constructor.Parameters.IsEmpty)) return null;
        if (open.Count == 0)
            return static what => new($"{what} has no public constructor, so System.Text.Json cannot read it back", "mark one with [JsonConstructor]");
        if (open.Count > 1)
            return static what => new($"{what} has several public constructors, so System.Text.Json cannot read it back", "mark one with [JsonConstructor]");

        // A parameter whose property is ignored gets its default.
        var strange = open[0].Parameters.FirstOrDefault(parameter => !PublicProperties(type).Any(
            member => string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)));
        return strange is null
            ? null
            : what => new(
                $"{what} has the constructor parameter '{strange.Name}' without a public property of that name, so System.Text.Json cannot read it back",
                "add the property, or mark another constructor with [JsonConstructor]");
    }

    private static IEnumerable<ISymbol> Written(INamedTypeSymbol type) =>
        PublicProperties(type).Where(static member => !member.HasAttribute(FrameworkNames.JsonIgnoreAttribute));

    private static IEnumerable<ISymbol> PublicProperties(INamedTypeSymbol type) => PayloadMembers.All(type).Where(static member =>
        member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public });
}
