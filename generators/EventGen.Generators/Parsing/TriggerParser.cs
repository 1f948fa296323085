using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what fires an event besides a call.</summary>
internal static class TriggerParser
{
    /// <returns>The triggers that can work, in the order of declaration.</returns>
    public static EquatableArray<TriggerModel> Parse(INamedTypeSymbol type, ParseScope scope, SuppressionCollector used)
    {
        var triggers = new List<TriggerModel>();
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass.Is(RuntimeNames.TriggerAttribute) && Read(type, attribute, scope, used) is { } trigger) triggers.Add(trigger);
        }

        return triggers.ToEquatableArray();
    }

    /// <summary>The entity that the attribute names; <see langword="null"/> when it is no class.</summary>
    public static INamedTypeSymbol? EntityOf(AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is INamedTypeSymbol { TypeKind: TypeKind.Class, IsStatic: false, IsUnboundGenericType: false } entity
            ? entity
            : null;

    /// <summary>The condition's name; <see langword="null"/> when the attribute names none.</summary>
    public static string? ConditionOf(AttributeData attribute) => attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value as string : null;

    /// <summary>The kinds of change, as the enum's number.</summary>
    public static int OnOf(AttributeData attribute) =>
        attribute.NamedArguments.Any(static argument => argument.Key == "On") ? attribute.Named<int>("On") : TriggerModel.Every;

    /// <summary>The methods of a name that the event has or inherits.</summary>
    public static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol type, string name) =>
        type.BaseClasses().Prepend(type).SelectMany(level => level.GetMembers(name)).OfType<IMethodSymbol>();

    /// <summary>Whether the method can be the condition of a trigger on the entity.</summary>
    public static bool IsCondition(IMethodSymbol method, INamedTypeSymbol entity) => method.ReturnType.SpecialType == SpecialType.System_Boolean && TakesChange(method, entity);

    /// <summary>Whether the method is static and takes a change of the entity alone.</summary>
    public static bool TakesChange(IMethodSymbol method, INamedTypeSymbol entity) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: true, Arity: 0, RefKind: RefKind.None, Parameters.Length: 1 } && method.Parameters[0] is { RefKind: RefKind.None or RefKind.In, Type: INamedTypeSymbol change }
        && change.Is(RuntimeNames.EntityChange, arity: 1) && SymbolEqualityComparer.Default.Equals(change.TypeArguments[0], entity);

    private static TriggerModel? Read(INamedTypeSymbol type, AttributeData attribute, ParseScope scope, SuppressionCollector used)
    {
        if (attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments[0].Value is ITypeSymbol { TypeKind: TypeKind.Error }) return null;
        int on = OnOf(attribute);
        string? condition = ConditionOf(attribute);
        if (Violation(type, attribute, condition, on, scope) is { } violation)
        {
            scope.Report(TriggerRules.CannotBeCalled, attribute, type, type.FullName(), violation.Fact, violation.Remedy);
            return null;
        }

        var entity = EntityOf(attribute)!;
        used.Use(entity);
        if (condition is not null) used.Use(MethodsOf(type, condition).First(method => IsCondition(method, entity)));
        return TriggerMapping.Of(type, entity, attribute, scope, used) is { } mapping ? new TriggerModel(entity.Global(scope.Aliases), condition, on, mapping) : null;
    }

    private static Violation? Violation(INamedTypeSymbol type, AttributeData attribute, string? condition, int on, ParseScope scope)
    {
        if (attribute.ConstructorArguments[0].Value is not ITypeSymbol named) return new("names no entity", "name the class of the entity");
        if (EntityOf(attribute) is not { } entity)
        {
            return new($"watches '{named.FullName()}', which {Kind(named)}",
                named.TypeKind == TypeKind.Interface ? "name a class: the base class of the entities, or each of them in an attribute of its own" : "name the class of the entity");
        }

        if (!TypeAccessibility.CanName(entity, scope)) return new($"watches '{entity.FullName()}', which generated code cannot name", "make the entity and the types around it internal or public");
        if ((on & TriggerModel.Every) == 0 || (on & ~TriggerModel.Every) != 0) return new("names no kind of change in 'On'", "name Added, Modified or Deleted, or leave it out for all");
        if (condition is null) return null;

        string shape = $"'public static bool {condition}(EntityChange<{entity.Name}> change)'";
        var methods = MethodsOf(type, condition).ToList();
        if (methods.Count == 0) return new($"has the condition '{condition}', which is no method of the event", $"add {shape}");
        if (methods.Find(method => IsCondition(method, entity)) is not { } found) return new($"has the condition '{condition}', which has another shape", $"declare it as {shape}");
        return scope.CanReach(found) ? null : new($"has the condition '{condition}', which is {TypeAccessibility.AccessText(found.DeclaredAccessibility)}", "make it internal or public");
    }

    private static string Kind(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "is an interface",
        INamedTypeSymbol { IsUnboundGenericType: true } => "has open type parameters",
        { IsStatic: true } => "is a static class",
        _ => "is no class",
    };
}
