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

        var writes = body.Descendants()
            .Where(operation => SymbolEqualityComparer.Default.Equals(VariableOf(operation), variable) && IsChanged(operation))
            .ToList();
        if (IsDeclaredAhead(variable, writes, body)) return null;
        return writes.Find(write => ComesAfter(write, handler, variable)) is { } found ? ("is assigned again afterwards", found.Syntax.GetLocation()) : null;
    }

    /// <summary>Whether the variable's old value does not matter at this place: it is replaced, counted in, or shared.</summary>
    public static bool IsWritten(IOperation reference) => IsChanged(reference) || IsShared(reference);

    private static bool IsShared(IOperation reference) =>
        reference.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.In or RefKind.Out, Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Interlocked" or "Volatile" } };

    // 'Task? pump = null;' and one assignment later: the handler needs the variable before it can have its value, so no copy would do.
    private static bool IsDeclaredAhead(ISymbol variable, List<IOperation> writes, IOperation body)
    {
        if (variable is not ILocalSymbol || writes.Count != 1 || writes[0].Parent is not ISimpleAssignmentOperation assignment) return false;
        for (IOperation? current = assignment; current is not null && current != body.Parent; current = current.Parent)
        {
            if (current is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation && !current.Syntax.Span.Contains(variable.Locations[0].SourceSpan)) return false;
        }

        var declared = body.Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable));
        if (declared is null) return false;
        var initial = declared.GetVariableInitializer()?.Value;
        while (initial is IConversionOperation conversion) initial = conversion.Operand;
        return initial is null or IDefaultValueOperation or ILiteralOperation { ConstantValue: { HasValue: true, Value: null } };
    }

    private static bool IsChanged(IOperation reference)
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
        if (place.Contains(write.Syntax.Span) || write.Parent?.Syntax.Span.Contains(place) == true || HasEnded(handler, write)) return false;
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

    // using (topic.Subscribe(handler)) { … } and 'using var': after the block the handler is not called any more.
    private static bool HasEnded(IOperation handler, IOperation write)
    {
        for (var current = handler.Parent; current is not null and not IAnonymousFunctionOperation; current = current.Parent)
        {
            var block = current switch
            {
                IUsingOperation statement when statement.Resources.Syntax.Span.Contains(handler.Syntax.Span) => statement,
                IUsingDeclarationOperation { Parent: { } around } => around,
                _ => null,
            };
            if (block is not null) return write.Syntax.SpanStart > block.Syntax.Span.End;
        }

        return false;
    }
}
