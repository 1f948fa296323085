using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>A trigger of an event that the project knows.</summary>
/// <param name="Event">The event.</param>
/// <param name="Entity">The class that it watches.</param>
/// <param name="Condition">Its condition; <see langword="null"/> when it has none.</param>
/// <param name="On">The kinds of change, as the enum's number.</param>
/// <param name="Attribute">The attribute.</param>
internal sealed record DeclaredTrigger(INamedTypeSymbol Event, INamedTypeSymbol Entity, IMethodSymbol? Condition, int On, AttributeData Attribute)
{
    /// <summary>The triggers that can work, of the project and of the modules that it references.</summary>
    public static IReadOnlyList<DeclaredTrigger> In(Compilation compilation, CancellationToken cancellationToken) =>
        [.. DeclaredEvents.In(compilation, cancellationToken).SelectMany(Of)];

    private static IEnumerable<DeclaredTrigger> Of(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (!attribute.AttributeClass.Is(RuntimeNames.TriggerAttribute) || TriggerParser.EntityOf(attribute) is not { } entity) continue;
            var condition = TriggerParser.ConditionOf(attribute) is { } name
                ? TriggerParser.MethodsOf(type, name).FirstOrDefault(method => TriggerParser.IsCondition(method, entity))
                : null;
            yield return new DeclaredTrigger(type, entity, condition, TriggerParser.OnOf(attribute), attribute);
        }
    }
}
