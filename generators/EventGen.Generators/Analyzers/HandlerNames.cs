using System.Collections.Concurrent;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>The names of the project's handlers, by which settings, outbox and replays tell the handlers of one event apart. Case does not matter, as it does not in a configuration.</summary>
/// <remarks>Thread safe: noted from all over the project, reported once at its end.</remarks>
internal sealed class HandlerNames
{
    private readonly ConcurrentBag<NamedHandler> _handlers = [];

    public void Note(INamedTypeSymbol type, IMethodSymbol method, HandlerModel model) => _handlers.Add(new NamedHandler(type, method, model));

    public void Report(CompilationAnalysisContext context)
    {
        foreach (var sameName in _handlers.GroupBy(static handler => handler.Model.Name, StringComparer.OrdinalIgnoreCase))
        {
            NamedHandler[] handlers = [.. sameName.OrderBy(static handler => handler.Model.Signature, StringComparer.Ordinal)];
            for (int i = 1; i < handlers.Length; i++)
            {
                var handler = handlers[i];
                if (Array.FindIndex(handlers, 0, i, other => SharesEvent(handler.Event, other.Event)) is >= 0 and var first)
                    context.ReportDiagnostic(Diagnostic.Create(HandlerRules.SameName, handler.Place, handler.Text, handlers[first].Text, handler.Model.Name));
            }
        }
    }

    // A handler of a group handles each of its events.
    private static bool SharesEvent(ITypeSymbol one, ITypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one, other)
        || GroupParser.GroupsOf(one).Any(group => SymbolEqualityComparer.Default.Equals(group, other))
        || GroupParser.GroupsOf(other).Any(group => SymbolEqualityComparer.Default.Equals(group, one));

    private sealed class NamedHandler(INamedTypeSymbol type, IMethodSymbol method, HandlerModel model)
    {
        public HandlerModel Model => model;

        public ITypeSymbol Event => method.Parameters[0].Type;

        public string Text =>
            $"{model.FullName}({string.Join(", ", method.Parameters.Select(static parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})";

        // An inherited one is reported at the class that handles with it.
        public Location Place => SymbolEqualityComparer.Default.Equals(method.ContainingType, type) ? method.Locations[0] : type.Locations[0];
    }
}
