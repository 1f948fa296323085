using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Whether a captured variable is written once a handler has been given away.</summary>
internal static class VariableChanges
{
    public static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <returns>What changes the variable, for a message, and where; <see langword="null"/> when nothing does.</returns>
    public static (string Fact, Location Place)? After(IAnonymousFunctionOperation handler, ISymbol variable)
    {
        IOperation body = handler;
        for (var current = handler.Parent; current is not null; current = current.Parent)
        {
            // One variable for all turns, whoever writes it: its increment belongs to the loop.
            if (current is IForLoopOperation loop && loop.Locals.Contains(variable, SymbolEqualityComparer.Default)) 
                return ("its 'for' loop changes", loop.Syntax.GetFirstToken().GetLocation());
            body = current;
        }

        foreach (var operation in body.Descendants())
        {
            if (SymbolEqualityComparer.Default.Equals(VariableOf(operation), variable) && IsWritten(operation) && ComesAfter(operation, handler, variable))
                return ("is assigned again afterwards", operation.Syntax.GetLocation());
        }

        return null;
    }

    private static bool IsWritten(IOperation reference)
    {
        var parent = reference.Parent;
        while (parent is ITupleOperation) (reference, parent) = (parent, parent.Parent);
        return parent switch
        {
            IAssignmentOperation assignment => assignment.Target == reference,
            IIncrementOrDecrementOperation => true,

            // Interlocked and Volatile are how variables are shared.
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: IInvocationOperation call } =>
                call.TargetMethod.ContainingType.Name is not ("Interlocked" or "Volatile"),
            _ => false,
        };
    }

    private static bool ComesAfter(IOperation write, IAnonymousFunctionOperation handler, ISymbol variable)
    {
        // What the handler writes is its own affair, and 'subscription = topic.Subscribe(…)' is how it ends itself.
        var place = handler.Syntax.Span;
        if (place.Contains(write.Syntax.Span) || write.Parent?.Syntax.Span.Contains(place) == true) return false;
        if (write.Syntax.SpanStart > place.End) return true;

        // An earlier line comes again in the next turn, unless the variable is a new one there.
        for (var current = handler.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation loop && loop.Syntax.Span.Contains(write.Syntax.Span)
                && !variable.DeclaringSyntaxReferences.Any(declared => loop.Syntax.Span.Contains(declared.Span)))
            {
                return true;
            }
        }

        return false;
    }
}
