using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads a method as a handler.</summary>
internal static class HandlerParser
{
    /// <param name="method">The method; of a constructed base class when it is inherited.</param>
    /// <param name="type">The class it handles events for: its own, or one derived from it.</param>
    /// <param name="handlerClass">How that class is made; <see langword="null"/> when it cannot be, or for a static method.</param>
    /// <param name="scope">What to parse in.</param>
    /// <returns>The handler; <see langword="null"/> when the method is none or cannot be one.</returns>
    public static HandlerModel? Parse(IMethodSymbol method, INamedTypeSymbol type, HandlerClassModel? handlerClass, ParseScope scope)
    {
        if (method.FindAttribute(RuntimeNames.SubscribeAttribute) is not { } attribute) return null;

        // What an inherited method lacks is reported where it is declared.
        bool inherited = !SymbolEqualityComparer.Default.Equals(method.ContainingType, type);
        if (inherited ? !ParseScope.IsSupported(scope.Compilation) : !scope.Supports(method)) return null;
        if (HandlerShape.Violation(method, scope) is { } violation)
        {
            if (!inherited) scope.Report(HandlerRules.InvalidShape, method, method.FullName(), violation.Fact, violation.Remedy);
            return null;
        }

        if (method is { IsAsync: true, ReturnsVoid: true })
        {
            if (!inherited) scope.Report(HandlerRules.AsyncVoid, method, method.FullName());
            return null;
        }

        if (HandlerShape.Returns(method) is not { } returns || EventOf(method, inherited, type, scope) is not { } payload) return null;
        if (!method.IsStatic && handlerClass is null) return null;

        string? chosen = attribute.Named<string>("Name");
        if (!inherited && chosen is { Length: > 0 } && string.IsNullOrWhiteSpace(chosen)) scope.Report(HandlerRules.BlankName, attribute, method, method.FullName());

        var used = new SuppressionCollector(scope).Use(method).Use(payload);
        var arguments = new List<ArgumentModel>();
        foreach (var parameter in method.Parameters.Skip(1))
        {
            used.Use(parameter.Type);
            arguments.Add(ArgumentParser.Parse(parameter, scope.Aliases));
        }

        string fullName = $"{type.FullName()}.{method.Name}";
        return new HandlerModel(
            payload.ToTypeName(scope.Aliases),
            !scope.IsOwn(payload) || GroupParser.IsGroup(payload),
            fullName,
            $"{fullName}({string.Join(", ", method.Parameters.Select(parameter => $"{(parameter.RefKind == RefKind.In ? "in " : "")}{parameter.Type.Global(scope.Aliases)}"))}) {method.ContainingType.Global(scope.Aliases)}",
            chosen is { Length: > 0 } ? chosen : fullName,
            attribute.Named<int>("Order"),
            returns,
            method.IsStatic || HandlerMethods.IsHidden(method, type) ? method.ContainingType.Global(scope.Aliases) : null,
            CSharpText.Identifier(method.Name),
            method.IsStatic ? null : handlerClass,
            method.Parameters[0].RefKind == RefKind.In,
            arguments.ToEquatableArray(),
            scope.IsForCode && !arguments.Exists(static argument => argument.IsService) && HandlerBody.EmitsNothing(method, scope.Compilation),
            DeliveryParser.Parse(method, inherited ? scope.Silent : scope, used),
            used.ToModel());
    }

    private static INamedTypeSymbol? EventOf(IMethodSymbol method, bool inherited, INamedTypeSymbol type, ParseScope scope)
    {
        if (method.Parameters.Length == 0)
        {
            if (!inherited)
                scope.Report(HandlerRules.NotAnEvent, method, method.FullName(), "has no parameters", "its first parameter is the event it handles");
            return null;
        }

        var parameter = method.Parameters[0];
        if (parameter.Type is INamedTypeSymbol named && named.HasAttribute(RuntimeNames.EventAttribute))
            return !named.IsInGeneric() && TypeAccessibility.CanName(named, scope) ? named : null;   // else reported where it is declared

        if (GroupParser.IsGroup(parameter.Type)) return TypeAccessibility.CanName(parameter.Type, scope) ? (INamedTypeSymbol)parameter.Type : null;

        // A type parameter becomes an event in the derived class; an unknown type is the compiler's to report.
        if (parameter.Type.TypeKind is TypeKind.TypeParameter or TypeKind.Error) return null;
        if (inherited && parameter.OriginalDefinition.Type.TypeKind != TypeKind.TypeParameter) return null;

        scope.Report(HandlerRules.NotAnEvent, inherited ? type : parameter, method.FullName(),
            $"takes '{parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' first, which is not an event",
            "put the event first, and mark its type with [Event]");
        return null;
    }
}
