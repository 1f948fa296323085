using System.Globalization;
using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads how the older versions of an event are upgraded.</summary>
internal static class UpgradeParser
{
    /// <returns>The upgrades that lead to the event, the oldest first.</returns>
    public static EquatableArray<UpgradeModel> Parse(INamedTypeSymbol type, ParseScope scope, SuppressionCollector used)
    {
        var steps = Steps(type, scope);
        var upgrades = new List<UpgradeModel>();
        foreach (var step in steps)
        {
            var way = Way(step, steps, type);
            if (way.Violation is { } violation)
            {
                scope.Report(ContractRules.InvalidUpgrade, step.Attribute, step.Method, type.FullName(), violation.Fact, violation.Remedy);
                continue;
            }

            string made = "old";
            foreach (var part in way.Steps)
            {
                used.Use(part.Method).Use(part.Payload);
                made = $"{part.Method.ContainingType.Global(scope.Aliases)}.{CSharpText.Identifier(part.Method.Name)}({made})";
            }

            var required = PayloadMembers.Fields(PayloadMembers.All(step.Payload), used, scope).Where(static field => field.Required).Select(static field => field.Name);
            upgrades.Add(new UpgradeModel(step.From, step.Payload.ToTypeName(scope.Aliases), made, required.ToEquatableArray()));
        }

        return upgrades.ToEquatableArray();
    }

    /// <summary>The upgrades of an event that have the right shape, one for each version, the oldest first.</summary>
    public static IReadOnlyList<UpgradeStep> Steps(INamedTypeSymbol type, ParseScope scope)
    {
        int version = ContractParser.VersionOf(type);
        var steps = new List<UpgradeStep>();
        foreach (var method in Methods(type))
        {
            if (method.FindAttribute(RuntimeNames.EventUpgradeAttribute) is not { } attribute) continue;
            int from = attribute.FirstValue() as int? ?? 0;
            if (from == 0 && method.Parameters.Length > 0) from = VersionIn(method.Parameters[0].Type.Name);
            var violation = ViolationOfShape(type, method, scope) ?? ViolationOfVersion(method, from, version)
                ?? (steps.Find(step => step.From == from) is { } same ? new Violation($"its upgrade '{method.Name}' is the second from version {from}, after '{same.Method.Name}'", "keep one of them, or give the other its version: [EventUpgrade(from: …)]") : null);
            if (violation is null) steps.Add(new UpgradeStep(from, method, attribute));
            else scope.Report(ContractRules.InvalidUpgrade, attribute, method, type.FullName(), violation.Fact, violation.Remedy);
        }

        steps.Sort(static (one, other) => one.From.CompareTo(other.From));
        return steps;
    }

    /// <summary>The version that a payload's name ends with: 1 for <c>V1</c> and <c>OrderPlacedV1</c>; 0 when it ends with none.</summary>
    public static int VersionIn(string name)
    {
        int digits = name.Length;
        while (digits > 0 && name[digits - 1] is >= '0' and <= '9') digits--;
        return digits > 0 && name[digits - 1] == 'V' && int.TryParse(name.Substring(digits), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0;
    }

    /// <summary>Whether the method stands where upgrades are looked for: in an event, or in a type nested in one.</summary>
    public static bool IsInEvent(IMethodSymbol method)
    {
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.HasAttribute(RuntimeNames.EventAttribute)) return true;
        }

        return false;
    }

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            switch (member)
            {
                // Of a record most methods are written by the compiler, and have no attributes.
                case IMethodSymbol { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } method:
                    yield return method;
                    break;
                case INamedTypeSymbol nested when !nested.HasAttribute(RuntimeNames.EventAttribute):
                    foreach (var method in Methods(nested)) yield return method;
                    break;
            }
        }
    }

    private static Violation? ViolationOfShape(INamedTypeSymbol type, IMethodSymbol method, ParseScope scope)
    {
        string name = $"its upgrade '{method.Name}'";
        string remedy = $"declare it as 'public static {type.Name} {method.Name}(V1 old)', where V1 is the older payload";
        if (!method.IsStatic) return new($"{name} is not static", remedy);
        if (method.Arity > 0 || method.ContainingType.IsInGeneric()) return new($"{name} is generic", remedy);
        if (method.Parameters.Length != 1 || method.Parameters[0].RefKind is not (RefKind.None or RefKind.In)) return new($"{name} does not take the older payload alone", remedy);
        if (method.ReturnsVoid || method.RefKind != RefKind.None) return new($"{name} does not return the newer payload", remedy);
        if (method.ReturnNullableAnnotation == NullableAnnotation.Annotated || method.ReturnType.IsNullableValue())
            return new($"{name} may return null", "return the newer payload, or throw: the message is then rejected");
        if (method.Parameters[0].Type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } payload || payload.IsNullableValue() || payload.SpecialType != SpecialType.None)
            return new($"{name} takes a '{method.Parameters[0].Type.Name}', which is no payload", remedy);
        if (!scope.CanReach(method)) return new($"{name} is {TypeAccessibility.AccessText(method.DeclaredAccessibility)}, so generated code cannot call it", "make it internal or public");
        return TypeAccessibility.CanName(payload, scope) ? null : new($"{name} takes '{payload.Name}', which generated code cannot name", "make the older payload internal or public");
    }

    private static Violation? ViolationOfVersion(IMethodSymbol method, int from, int version)
    {
        if (from == 0)
            return new($"nothing says from which version '{method.Name}' upgrades", $"write [EventUpgrade(from: 1)], or call the older payload '{method.Parameters[0].Type.Name}V1'");
        if (from < 0) return new($"its upgrade '{method.Name}' is from version {from}", "versions begin at 1");
        return from < version ? null : new($"its upgrade '{method.Name}' is from version {from}, and the event has version {version}", $"set Version = {from + 1} in [Event]");
    }

    // The steps from one version to the event, in order.
    private static (List<UpgradeStep> Steps, Violation? Violation) Way(UpgradeStep first, IReadOnlyList<UpgradeStep> steps, INamedTypeSymbol type)
    {
        var way = new List<UpgradeStep>();
        for (var step = first; ;)
        {
            way.Add(step);
            var made = step.Method.ReturnType;
            if (SymbolEqualityComparer.Default.Equals(made, type)) return (way, null);
            var next = steps.FirstOrDefault(other => SymbolEqualityComparer.Default.Equals(other.Payload, made));
            if (next is null)
                return (way, new($"its upgrade '{step.Method.Name}' returns '{made.Name}', from which no upgrade leads on", $"return '{type.Name}', or add an [EventUpgrade] that takes '{made.Name}'"));
            if (next.From <= step.From)
                return (way, new($"its upgrade '{step.Method.Name}' leads from version {step.From} to version {next.From}", "return the payload of a newer version"));
            step = next;
        }
    }
}
