using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Whether generated code can call a method as a handler.</summary>
internal static class HandlerShape
{
    /// <returns>What is in the way; <see langword="null"/> when nothing is.</returns>
    public static Violation? Violation(IMethodSymbol method, ParseScope scope)
    {
        if (method.MethodKind == MethodKind.LocalFunction) return new("is a local function", "make it a method");
        if (method.MethodKind == MethodKind.AnonymousFunction) return new("is a lambda", "make it a method, or pass it to Subscribe");
        if (method.MethodKind == MethodKind.ExplicitInterfaceImplementation)
            return new("implements an interface explicitly", "mark a method of its own that calls it");
        if (method.MethodKind != MethodKind.Ordinary) return new("is no ordinary method", "mark a method");
        if (method.ContainingType.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface))
            return new("stands in an extension block", "move it out of the block");
        if (method.IsGenericMethod) return new("is generic", "write one handler for each event");
        if (method.IsStatic && method.ContainingType.IsInGeneric())
            return new("is a static method of a generic type", "move it to a type without type parameters");
        if (method.ContainingType.TypeKind == TypeKind.Interface && (!method.IsStatic || method.IsAbstract || method.IsVirtual))
            return new("is a member of an interface, which has no instances", "mark the method of the class");
        if (!scope.CanReach(method) && scope.CanReach(method.ContainingType))
            return new($"is {TypeAccessibility.AccessText(method.DeclaredAccessibility)}, so generated code cannot call it", "make it internal or public");
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || Returns(method) is null && method.ReturnType.TypeKind != TypeKind.Error)
            return new($"returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "return void, Task or ValueTask");
        if (method.IsStatic && TypeAccessibility.Violation(method.ContainingType, scope) is { } violation)
            return violation with { Fact = $"stands in '{method.ContainingType.FullName()}', which {violation.Fact}" };
        return method.Parameters.Select(parameter => ParameterViolation(parameter, scope)).FirstOrDefault(static found => found is not null);
    }

    public static HandlerReturn? Returns(IMethodSymbol method)
    {
        if (method.ReturnsVoid) return HandlerReturn.Void;
        if (method.ReturnType.Is(FrameworkNames.ValueTask)) return HandlerReturn.ValueTask;
        return method.ReturnType.Is(FrameworkNames.Task) ? HandlerReturn.Task : null;
    }

    private static Violation? ParameterViolation(IParameterSymbol parameter, ParseScope scope)
    {
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
            return new($"takes '{parameter.Name}' by reference", "pass it by value");
        if (parameter.Ordinal == 0) return null;
        if (IsEvent(parameter.Type) && parameter.ContainingSymbol is IMethodSymbol method && IsEvent(method.Parameters[0].Type))
            return new($"takes '{parameter.Name}', an event, besides the one that it handles", "handle it in a method of its own");
        return ArgumentParser.Violation(parameter, scope);
    }

    private static bool IsEvent(ITypeSymbol type) => type.HasAttribute(RuntimeNames.EventAttribute) || GroupParser.IsGroup(type);
}
