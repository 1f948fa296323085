using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>What the members of a type end themselves: a subscription to a topic of it ends with it.</summary>
/// <remarks>Thread safe: noted from all members of the type, asked once at its end.</remarks>
internal sealed class DisposedOwners
{
    private readonly ConcurrentBag<(ISymbol Owner, ISymbol Member)> _disposed = [];

    public void NoteUsing(OperationAnalysisContext context)
    {
        switch (context.Operation)
        {
            case IUsingOperation { Resources: IVariableDeclarationGroupOperation group }:
                NoteLocals(context, group);
                break;
            case IUsingOperation { Resources: var resource }:
                Note(context, resource);
                break;
            case IUsingDeclarationOperation { DeclarationGroup: var group }:
                NoteLocals(context, group);
                break;
        }
    }

    public void NoteCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Dispose" or "DisposeAsync" or "StopAsync")) return;
        Note(context, call.Instance is IConditionalAccessInstanceOperation && call.Parent is IConditionalAccessOperation access ? access.Operation : call.Instance);
    }

    /// <summary>Whether the member disposes what the topic was asked of, and subscribes to it no more often than it makes it.</summary>
    public bool EndWith(IInvocationOperation call, IOperation? topic, ISymbol member, RuntimeTypes runtime) => TopicOrigin.Of(topic, runtime)
        .Any(origin => _disposed.Any(one => Same(one.Owner, origin) && Same(one.Member, member)) && !IsRepeated(call, origin));

    // In a loop without an end, or in a function that anyone may call again, subscriptions pile up while the bus lives.
    private static bool IsRepeated(IInvocationOperation call, ISymbol owner)
    {
        for (var current = call.Parent; current is not null; current = current.Parent)
        {
            bool repeats = current is IWhileLoopOperation or IForEachLoopOperation { IsAsynchronous: true } or IAnonymousFunctionOperation or ILocalFunctionOperation;
            if (repeats && !owner.DeclaringSyntaxReferences.Any(declared => current.Syntax.Span.Contains(declared.Span))) return true;
        }

        return false;
    }

    private void NoteLocals(OperationAnalysisContext context, IVariableDeclarationGroupOperation group)
    {
        foreach (var declared in group.Declarations.SelectMany(static declaration => declaration.Declarators))
        {
            _disposed.Add((declared.Symbol, context.ContainingSymbol));
            Note(context, declared.GetVariableInitializer()?.Value);   // await using var _ = bus.ConfigureAwait(false)
        }
    }

    private void Note(OperationAnalysisContext context, IOperation? owner)
    {
        while (owner is IConversionOperation or IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            owner = owner switch
            {
                IConversionOperation conversion => conversion.Operand,
                IAwaitOperation awaited => awaited.Operation,
                IInvocationOperation call => call.Instance ?? call.Arguments.FirstOrDefault()?.Value,
                _ => null,
            };
        }

        ISymbol? symbol = owner is IMemberReferenceOperation member ? member.Member : owner is null ? null : VariableChanges.VariableOf(owner);
        if (symbol is not null) _disposed.Add((symbol, context.ContainingSymbol));
    }

    private static bool Same(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
