using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Finds how an event is made of a change of an entity.</summary>
internal static class TriggerMapping
{
    /// <summary>The event's method that makes it.</summary>
    public const string Method = "From";

    /// <returns>The expression that makes the event of <c>change</c>; <see langword="null"/> when there is none, which is reported.</returns>
    public static string? Of(INamedTypeSymbol type, INamedTypeSymbol entity, AttributeData attribute, ParseScope scope, SuppressionCollector used)
    {
        if (TriggerParser.MethodsOf(type, Method).FirstOrDefault(method => TriggerParser.TakesChange(method, entity)) is { } from)
        {
            if (Violation(from, type, scope) is { } violation)
            {
                scope.Report(TriggerRules.PartNotMatched, attribute, type, type.FullName(), violation.Fact, violation.Remedy);
                return null;
            }

            used.Use(from);
            return $"{type.Global(scope.Aliases)}.{Method}(change)";
        }

        if (ConstructionParser.Choose(type, scope) is not { } constructor)
        {
            scope.Report(TriggerRules.PartNotMatched, attribute, type, type.FullName(), "has no constructor that generated code can call", Remedy(type, entity));
            return null;
        }

        used.Use(constructor);
        var arguments = new List<string>();
        var initializers = new List<string>();
        bool isWhole = true;
        foreach (var part in Parts(type, constructor))
        {
            if (MemberFor(entity, part.Name, part.Type, scope) is { } member)
            {
                used.Use(member);
                string value = $"change.Entity.{CSharpText.Identifier(member.Name)}";
                if (part.IsParameter) arguments.Add($"{CSharpText.Identifier(part.Name)}: {value}");
                else initializers.Add($"{CSharpText.Identifier(part.Name)} = {value}");
            }
            else if (!part.IsOptional)
            {
                scope.Report(TriggerRules.PartNotMatched, attribute, type, type.FullName(), $"has a part '{part.Name}' that no member of '{entity.FullName()}' of that name and type fills", Remedy(type, entity));
                isWhole = false;
            }
        }

        if (!isWhole) return null;
        string initializer = initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}";
        return $"new {type.Global(scope.Aliases)}({string.Join(", ", arguments)}){initializer}";
    }

    /// <summary>What the event is made of: the constructor's parameters, then the required members that it leaves open.</summary>
    public static IEnumerable<(string Name, ITypeSymbol Type, bool IsParameter, bool IsOptional)> Parts(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        foreach (var parameter in constructor.Parameters) yield return (parameter.Name, parameter.Type, true, parameter.IsOptional || parameter.IsParams);
        if (constructor.HasAttribute(FrameworkNames.SetsRequiredMembersAttribute)) yield break;
        foreach (var member in ConstructionParser.RequiredMembers(type)) yield return (member.Name, PayloadMembers.TypeOf(member), false, false);
    }

    /// <summary>The entity's member for a part: of its name, in any case, and of a type that fits it.</summary>
    public static ISymbol? MemberFor(INamedTypeSymbol entity, string part, ITypeSymbol type, ParseScope scope)
    {
        var members = ReadableMembers(entity, scope).Where(member => string.Equals(member.Name, part, StringComparison.OrdinalIgnoreCase)).ToList();
        var member = members.Find(one => one.Name == part) ?? members.FirstOrDefault();
        return member is not null && Fits(PayloadMembers.TypeOf(member), type, scope.Compilation) ? member : null;
    }

    /// <summary>The entity's members that generated code can read.</summary>
    public static IEnumerable<ISymbol> ReadableMembers(INamedTypeSymbol entity, ParseScope scope) =>
        PayloadMembers.All(entity).Where(member => scope.CanReach(member) && (member is not IPropertySymbol { GetMethod: { } getter } || scope.CanReach(getter)));

    // What may be null does not fit a part that may not.
    private static bool Fits(ITypeSymbol value, ITypeSymbol part, Compilation compilation) =>
        compilation.HasImplicitConversion(value, part)
        && !(value is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } && part is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated });

    private static Violation? Violation(IMethodSymbol from, INamedTypeSymbol type, ParseScope scope)
    {
        if (!SymbolEqualityComparer.Default.Equals(from.ReturnType, type)) return new($"has a method '{Method}' that returns '{from.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", $"return '{type.Name}'");
        return scope.CanReach(from) ? null : new($"has a method '{Method}' that is {TypeAccessibility.AccessText(from.DeclaredAccessibility)}", "make it internal or public");
    }

    private static string Remedy(INamedTypeSymbol type, INamedTypeSymbol entity) => $"add 'public static {type.Name} {Method}(EntityChange<{entity.Name}> change)'";
}
