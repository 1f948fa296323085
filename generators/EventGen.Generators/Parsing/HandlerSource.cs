using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The handlers that one declaration brings.</summary>
internal static class HandlerSource
{
    /// <summary>A marked method, as a handler of its own class; of an abstract or generic class only a static one is.</summary>
    public static HandlerModel? Declared(IMethodSymbol method, ParseScope scope)
    {
        var type = method.ContainingType;
        return method.IsStatic
            ? HandlerParser.Parse(method, type, handlerClass: null, scope)
            : HandlerParser.Parse(method, type, HandlerClassParser.Parse(type, scope), scope);
    }

    /// <summary>What a class handles by the methods of its base classes; a failing one is left out.</summary>
    public static EquatableArray<HandlerModel> Inherited(INamedTypeSymbol type, ParseScope scope, ICollection<FailureModel> failures)
    {
        var methods = HandlerClassParser.IsConcrete(type) ? HandlerMethods.InheritedBy(type).ToList() : [];
        if (methods.Count == 0 || HandlerClassParser.Parse(type, scope) is not { } handlerClass) return default;

        return methods
            .Select(method => ItemGuard.Parse(
                () => HandlerParser.Parse(method, type, handlerClass, scope),
                exception => failures.Add(new FailureModel(method.FullName(), exception))))
            .OfType<HandlerModel>()
            .ToEquatableArray();
    }
}
