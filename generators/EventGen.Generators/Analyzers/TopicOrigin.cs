using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>What a topic was asked of: a bus, and what the bus was asked of, with the variables on the way.</summary>
internal static class TopicOrigin
{
    /// <summary>The variables and members that the expression begins with, nearest first: of <c>host.Services.GetTopic()</c> the services and the host.</summary>
    public static IEnumerable<ISymbol> Of(IOperation? topic, RuntimeTypes runtime)
    {
        // A variable that is made of itself does not compile, but is analyzed all the same.
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var current = topic; current is not null;)
        {
            switch (current)
            {
                case ILocalReferenceOperation { Local: var local }:
                    yield return local;
                    current = seen.Add(local) ? InitializerOf(local, current) : null;
                    break;
                case IParameterReferenceOperation { Parameter: var parameter }:
                    yield return parameter;
                    current = null;
                    break;
                case IMemberReferenceOperation { Member: var member, Instance: var instance }:
                    yield return member;
                    current = instance ?? (runtime.IsAmbient(member) ? UsedAt(current, runtime) : null);
                    break;
                case IInvocationOperation call:
                    current = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
                    break;
                case IConversionOperation conversion:
                    current = conversion.Operand;
                    break;
                case IAwaitOperation awaited:
                    current = awaited.Operation;
                    break;
                case IConditionalAccessInstanceOperation:
                    current = ReceiverOf(current);
                    break;
                default:
                    current = null;
                    break;
            }
        }
    }

    /// <summary>What stands before the <c>?.</c> that the expression follows.</summary>
    private static IOperation? ReceiverOf(IOperation instance)
    {
        for (var (inner, outer) = (instance, instance.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (outer is IConditionalAccessOperation access && access.WhenNotNull == inner) return access.Operation;
        }

        return null;
    }

    private static IOperation? InitializerOf(ILocalSymbol local, IOperation place) => RootOf(place).Descendants()
        .OfType<IVariableDeclaratorOperation>()
        .FirstOrDefault(declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, local))?
        .GetVariableInitializer()?.Value;

    // using (EventBus.Use(bus)) { … }: inside, the ambient bus is that one.
    private static IOperation? UsedAt(IOperation place, RuntimeTypes runtime) => RootOf(place).Descendants()
        .OfType<IInvocationOperation>()
        .LastOrDefault(call => runtime.UsedBy(call) is not null && call.Syntax.Span.End <= place.Syntax.SpanStart && !HasEnded(call, place)) is { } use
            ? runtime.UsedBy(use)
            : null;

    private static bool HasEnded(IInvocationOperation use, IOperation place)
    {
        for (var current = use.Parent; current is not null; current = current.Parent)
        {
            if (current is IUsingOperation or IBlockOperation && !current.Syntax.Span.Contains(place.Syntax.Span)) return true;
        }

        return false;
    }

    /// <summary>The whole body that the operation stands in.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }
}
