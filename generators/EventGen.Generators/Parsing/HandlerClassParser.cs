using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads how a class with instance handlers is made and how long its instances live.</summary>
internal static class HandlerClassParser
{
    // The values of EventGen.HandlerLifetime.
    private const int Scoped = 1;
    private const int Singleton = 2;

    /// <summary>Whether instances of the class itself handle events; else it is a base for those that do.</summary>
    public static bool IsConcrete(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsStatic: false } && !type.IsInGeneric();

    /// <returns>The class; <see langword="null"/> when it has no instance handlers or cannot be made.</returns>
    public static HandlerClassModel? Parse(INamedTypeSymbol type, ParseScope scope)
    {
        if (!IsConcrete(type) || HandlerMethods.OfInstance(type).ToList() is not { Count: > 0 } methods || !ParseScope.IsSupported(scope.Compilation))
            return null;

        var constructor = ConstructorOf(type, scope);
        if ((TypeAccessibility.Violation(type, scope) ?? Violation(type, constructor, scope)) is { } violation)
        {
            scope.Report(HandlerRules.CannotBeMade, type, type.FullName(), violation.Fact, violation.Remedy);
            return null;
        }

        if (!TryChooseLifetime(type, methods, scope, out int lifetime)) return null;

        var used = new SuppressionCollector(scope).Use(type).Use(constructor);
        foreach (var parameter in constructor!.Parameters) used.Use(parameter.Type);
        return new HandlerClassModel(
            type.ToTypeName(scope.Aliases),
            type.Name,
            lifetime == Scoped || lifetime != Singleton && constructor.Parameters.Length > 0,
            constructor.Parameters.Select(parameter => ArgumentParser.ParseService(parameter, scope.Aliases)).ToEquatableArray(),
            used.ToModel());
    }

    /// <summary>The constructor that is called: the one that is marked, else the one with the most parameters, as containers choose.</summary>
    public static IMethodSymbol? ConstructorOf(INamedTypeSymbol type, ParseScope scope)
    {
        var reachable = type.InstanceConstructors
            .Where(constructor => scope.CanReach(constructor) && !IsCopy(constructor, type))
            .OrderByDescending(static constructor => constructor.Parameters.Length)
            .ToList();
        return reachable.Find(static constructor => constructor.HasAttribute(FrameworkNames.ActivatorUtilitiesConstructorAttribute)) ?? reachable.FirstOrDefault();
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.IsImplicitlyDeclared && constructor.Parameters.Length == 1;

    private static Violation? Violation(INamedTypeSymbol type, IMethodSymbol? constructor, ParseScope scope)
    {
        if (type.TypeKind == TypeKind.Struct) return new("is a struct, which no container makes", "make it a class, or the handler static");
        if (constructor is null) return new("has no constructor that generated code can call", "give it an internal or public one");
        if (constructor.FindAttribute(FrameworkNames.ObsoleteAttribute) is { } obsolete && WarningAttributes.IsError(obsolete))
            return new("has a constructor that is obsolete as an error", "give it another one");
        if (RequiredMember(type) is { } member && !constructor.HasAttribute(FrameworkNames.SetsRequiredMembersAttribute))
            return new($"has the required member '{member.Name}', which generated code cannot set", "take it in the constructor instead");
        if (SameLength(type, constructor, scope))
            return new($"has several constructors with {constructor.Parameters.Length} parameter{(constructor.Parameters.Length == 1 ? "" : "s")}", "mark one with [ActivatorUtilitiesConstructor]");

        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.Type.Is(RuntimeNames.Context) || parameter.Type.Is(FrameworkNames.CancellationToken))
                return new($"takes the {parameter.Type.Name} '{parameter.Name}' in its constructor", "take it in the handler");
            if (ArgumentParser.Violation(parameter, scope) is { } violation) return violation with { Fact = $"has a constructor that {violation.Fact}" };
        }

        return null;
    }

    private static bool SameLength(INamedTypeSymbol type, IMethodSymbol constructor, ParseScope scope) =>
        !constructor.HasAttribute(FrameworkNames.ActivatorUtilitiesConstructorAttribute)
        && type.InstanceConstructors.Count(other =>
            scope.CanReach(other) && !IsCopy(other, type) && other.Parameters.Length == constructor.Parameters.Length) > 1;

    private static ISymbol? RequiredMember(INamedTypeSymbol type) => type.Lineage()
        .SelectMany(static level => level.GetMembers())
        .FirstOrDefault(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });

    // Automatic takes what the others ask for.
    private static bool TryChooseLifetime(INamedTypeSymbol type, List<IMethodSymbol> methods, ParseScope scope, out int lifetime)
    {
        var asked = methods.Select(static method => (Method: method, Lifetime: method.FindAttribute(RuntimeNames.SubscribeAttribute)!.Named<int>("Lifetime"))).ToList();
        var scoped = asked.Find(static one => one.Lifetime == Scoped).Method;
        var singleton = asked.Find(static one => one.Lifetime == Singleton).Method;
        lifetime = scoped is not null ? Scoped : singleton is not null ? Singleton : 0;
        if (scoped is null || singleton is null) return true;

        scope.Report(HandlerRules.ConflictingLifetimes, type, type.FullName(), scoped.Name, singleton.Name);
        return false;
    }
}
