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
    public static EquatableArray<HandlerModel> Inherited(INamedTypeSymbol type, ParseScope scope)
    {
        var methods = ItemGuard.Parse(() => HandlerClassParser.IsConcrete(type) ? HandlerMethods.InheritedBy(type).ToList() : []);
        if (methods is not { Count: > 0 }) return default;

        var handlerClass = ItemGuard.Parse(() => HandlerClassParser.Parse(type, scope));
        return handlerClass is null
            ? default
            : methods.Select(method => ItemGuard.Parse(() => HandlerParser.Parse(method, type, handlerClass, scope)))
                .OfType<HandlerModel>()
                .ToEquatableArray();
    }
}
