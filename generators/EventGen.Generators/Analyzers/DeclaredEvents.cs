using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The events that a project knows: its own, and those of the modules that it references.</summary>
internal static class DeclaredEvents
{
    public static ImmutableArray<INamedTypeSymbol> In(Compilation compilation, CancellationToken cancellationToken) =>
    [
        .. DeclaredTypes.In(compilation.Assembly, cancellationToken).Where(static type => type.HasAttribute(RuntimeNames.EventAttribute)),
        .. ReferencedEvents.Declared(compilation).Select(static declared => declared.Type),
    ];
}
