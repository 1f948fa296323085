using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>Finds how a payload is made of its parts: a constructor, and the required members it leaves to the caller.</summary>
internal static class ConstructionParser
{
    /// <returns>
    /// <see langword="null"/> when generated code cannot make the payload, or when an overload would only get in the
    /// way of the one that takes the payload.
    /// </returns>
    public static ConstructionModel? Parse(INamedTypeSymbol type, ParseScope scope, SuppressionCollector used)
    {
        if (Choose(type, scope) is not { } constructor) return null;

        ISymbol[] required = constructor.HasAttribute(FrameworkNames.SetsRequiredMembersAttribute) ? [] : [.. RequiredMembers(type)];
        if (!required.All(member => scope.CanReach(member) && CanSet(member, scope) && TypeAccessibility.CanName(PayloadMembers.TypeOf(member), scope)))
            return null;

        if (constructor.Parameters.Length + required.Length == 0 && PayloadMembers.All(type).Any()) return null;
        if (CompetesWithPayload(type, constructor, required, scope.Compilation)) return null;

        used.Use(constructor);
        foreach (var parameter in constructor.Parameters) used.Use(parameter.Type);
        foreach (var member in required) used.Use(member).Use(PayloadMembers.TypeOf(member));

        string[] names = PartNames([.. constructor.Parameters.Select(static parameter => parameter.Name), .. required.Select(static member => member.Name)]);
        var parameters = constructor.Parameters.Select((parameter, index) =>
            PartParser.Parse(parameter, names[index], PartComment.Of(parameter, type, scope.CancellationToken), NameOf, scope.Aliases)).ToList();
        var members = required.Select((member, index) => new PartModel(
            names[constructor.Parameters.Length + index], PayloadMembers.TypeOf(member).Annotated(scope.Aliases), "", null, false,
            PartComment.Of(member, scope.CancellationToken))).ToList();

        return new ConstructionModel(
            parameters.Concat(members).OrderBy(static part => part.Rank).ToEquatableArray(),
            parameters.Select(static part => part.Name).ToEquatableArray(),
            required.Select((member, index) => $"{CSharpText.Identifier(member.Name)} = {members[index].Name}").ToEquatableArray(),
            constructor.IsPublic() && required.All(static member => IsPubliclySet(member)));

        string? NameOf(string parameter) =>
            constructor.Parameters.FirstOrDefault(one => one.Name == parameter) is { } found ? names[found.Ordinal] : null;
    }

    /// <summary>The constructor that generated code calls; <see langword="null"/> when there is none.</summary>
    public static IMethodSymbol? Choose(INamedTypeSymbol type, ParseScope scope)
    {
        var usable = type.InstanceConstructors.Where(constructor => IsUsable(constructor, type, scope)).ToList();
        return usable.FirstOrDefault(constructor => IsPrimary(constructor, scope.CancellationToken))
            ?? usable.OrderByDescending(static constructor => constructor.Parameters.Length).FirstOrDefault();
    }

    private static bool IsUsable(IMethodSymbol constructor, INamedTypeSymbol type, ParseScope scope) =>
        scope.CanReach(constructor)
        && !IsCopy(constructor, type)
        && !(constructor.FindAttribute(FrameworkNames.ObsoleteAttribute) is { } obsolete && WarningAttributes.IsError(obsolete))
        && constructor.Parameters.All(parameter =>
            parameter.RefKind is RefKind.None or RefKind.In && TypeAccessibility.CanName(parameter.Type, scope));

    private static bool IsPrimary(IMethodSymbol constructor, CancellationToken cancellationToken) =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax);

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.IsImplicitlyDeclared && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    /// <summary>The required members of the payload and its base classes, each once.</summary>
    public static IEnumerable<ISymbol> RequiredMembers(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return type.Lineage()
            .SelectMany(static level => level.MembersInOrder(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            .Where(member => seen.Add(member.Name));
    }

    private static bool CanSet(ISymbol member, ParseScope scope) =>
        member is not IPropertySymbol property || property.SetMethod is { } setter && scope.CanReach(setter);

    private static bool IsPubliclySet(ISymbol member) =>
        member.IsPublic() && (member as IPropertySymbol)?.SetMethod is null or { DeclaredAccessibility: Accessibility.Public };

    // Emit(x) finds the topic's own method first whenever x converts to the payload, so an overload whose only
    // necessary part does would be dead, or would catch calls meant for the other.
    private static bool CompetesWithPayload(INamedTypeSymbol type, IMethodSymbol constructor, ISymbol[] required, Compilation compilation)
    {
        var types = constructor.Parameters.Where(static parameter => !parameter.IsOptional && !parameter.IsParams)
            .Select(static parameter => parameter.Type)
            .Concat(required.Select(PayloadMembers.TypeOf))
            .Concat(constructor.Parameters.Where(static parameter => parameter.IsOptional || parameter.IsParams).Select(static parameter => parameter.Type))
            .ToList();
        int necessary = constructor.Parameters.Count(static parameter => !parameter.IsOptional && !parameter.IsParams) + required.Length;
        if (types.Count == 0 || necessary > 2 || necessary == 2 && !types[1].Is(FrameworkNames.CancellationToken)) return false;
        return compilation.HasImplicitConversion(types[0], type);
    }

    // Camel case unless that makes two parts one: then all keep the names they have.
    private static string[] PartNames(string[] declared)
    {
        string[] names = [.. declared.Select(CSharpText.CamelCase)];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length) names = declared;

        // A parameter and a required member may even have one name.
        var parameters = new NameAllocator([]);
        return [.. names.Select(name => CSharpText.Identifier(parameters.Take(name)))];
    }
}
