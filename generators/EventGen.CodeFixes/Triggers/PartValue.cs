using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.CodeFixes.Triggers;

/// <summary>The expression that makes a part of an event of a change of an entity.</summary>
internal static class PartValue
{
    private const string Entity = "change.Entity";

    /// <returns>The expression; <see langword="null"/> when the entity has nothing of that name.</returns>
    public static string? Of(TriggerDeclaration trigger, string part, ITypeSymbol type, ParseScope scope)
    {
        if (TriggerMapping.MemberFor(trigger.Entity, part, type, scope) is { } member) return $"{Entity}.{CSharpText.Identifier(member.Name)}";
        return TriggerMapping.ReadableMembers(trigger.Entity, scope).FirstOrDefault(one => IsNamed(one, part)) is { } alike && Converted($"{Entity}.{CSharpText.Identifier(alike.Name)}", alike, type, trigger) is { } value
            ? value
            : Through(trigger, part, type, scope);
    }

    // CustomerName is the Name of the Customer.
    private static string? Through(TriggerDeclaration trigger, string part, ITypeSymbol type, ParseScope scope)
    {
        foreach (var owner in TriggerMapping.ReadableMembers(trigger.Entity, scope))
        {
            if (owner.Name.Length >= part.Length || !part.StartsWith(owner.Name, StringComparison.OrdinalIgnoreCase)) continue;
            if (PayloadMembers.TypeOf(owner) is not INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None, NullableAnnotation: not NullableAnnotation.Annotated } named) continue;
            if (TriggerMapping.MemberFor(named, part.Substring(owner.Name.Length), type, scope) is { } member)
                return $"{Entity}.{CSharpText.Identifier(owner.Name)}.{CSharpText.Identifier(member.Name)}";
        }

        return null;
    }

    private static string? Converted(string read, ISymbol member, ITypeSymbol part, TriggerDeclaration trigger)
    {
        var type = PayloadMembers.TypeOf(member);
        string missing = $"throw new {trigger.Named(trigger.Model.Compilation.GetTypeByMetadataName("System.InvalidOperationException")!)}(\"{trigger.Entity.Name}.{member.Name} is null.\")";
        if (type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } && trigger.Model.Compilation.HasImplicitConversion(type, part)) return $"{read} ?? {missing}";
        if (type is INamedTypeSymbol value && value.IsNullableValue() && trigger.Model.Compilation.HasImplicitConversion(value.TypeArguments[0], part)) return $"{read} ?? {missing}";
        if (part.SpecialType == SpecialType.System_String && (IsWhole(type) || type.Is(FrameworkNames.Guid))) return $"{read}.ToString()";
        return IsNumber(type) && IsNumber(part) ? $"checked(({trigger.Named(part)}){read})" : null;
    }

    private static bool IsNumber(ITypeSymbol type) => IsWhole(type) || type.SpecialType is SpecialType.System_Decimal or SpecialType.System_Single or SpecialType.System_Double;

    // Written alike in every culture.
    private static bool IsWhole(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private static bool IsNamed(ISymbol member, string name) => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase);
}
