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
        if (!Ends(call.TargetMethod)) return;
        var owner = call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
        Note(context, owner is IConditionalAccessInstanceOperation && call.Parent is IConditionalAccessOperation access ? access.Operation : owner);
    }

    /// <summary>
    /// Whether what the topic was asked of is disposed by the member, or by the object that the member belongs to, and the member
    /// subscribes no more often than it is made.
    /// </summary>
    public bool EndWith(IInvocationOperation call, IOperation? topic, ISymbol member, INamedTypeSymbol type, RuntimeTypes runtime) =>
        TopicOrigin.Of(topic, runtime).Any(origin => IsEndedBy(origin, call, member, type) && !IsRepeated(call, origin));

    private bool IsEndedBy(ISymbol owner, IInvocationOperation call, ISymbol member, INamedTypeSymbol type)
    {
        if (_disposed.Any(one => Same(one.Owner, owner) && Same(one.Member, member))) return true;
        if (owner is ILocalSymbol) return false;
        return (_disposed.Any(one => Same(one.Owner, owner)) || OwnerLifetime.IsEndedByBase(owner, type)) && OwnerLifetime.IsEntered(member, owner, call, type);
    }

    // Who runs a host to its end disposes it.
    private static bool Ends(IMethodSymbol method) => method.Name is "Dispose" or "DisposeAsync" or "StopAsync"
        || method.Name is "Run" or "RunAsync" or "WaitForShutdown" or "WaitForShutdownAsync" && method.ContainingNamespace.ToDisplayString() is "Microsoft.AspNetCore.Builder" or "Microsoft.Extensions.Hosting";

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

        if (owner is IInvocationOperation && MemberOf(owner) is { } exchanged) _disposed.Add((exchanged, context.ContainingSymbol));
        ISymbol? symbol = owner is IMemberReferenceOperation member ? member.Member : owner is null ? null : VariableChanges.VariableOf(owner);
        if (symbol is null) return;
        _disposed.Add((symbol, context.ContainingSymbol));
        if (symbol is ILocalSymbol local && MemberBehind(local, owner!) is { } held) _disposed.Add((held, context.ContainingSymbol));
    }

    /// <summary>The member that a local stands for: <c>if (_bus is { } bus)</c>, <c>var bus = _bus</c>, <c>Interlocked.Exchange(ref _bus, null)</c>.</summary>
    private static ISymbol? MemberBehind(ILocalSymbol local, IOperation place)
    {
        foreach (var operation in TopicOrigin.RootOf(place).Descendants())
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declared when Same(declared.Symbol, local) => declared.GetVariableInitializer()?.Value,
                IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } named } } tested when Same(named, local) => tested.Value,
                IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: { } named } } tested when Same(named, local) => tested.Value,
                _ => null,
            };
            if (value is not null) return MemberOf(value);
        }

        return null;
    }

    private static ISymbol? MemberOf(IOperation value) => value switch
    {
        IConversionOperation conversion => MemberOf(conversion.Operand),
        IMemberReferenceOperation member => member.Member,
        IInvocationOperation { TargetMethod: { Name: "Exchange", ContainingType.Name: "Interlocked" } } exchange => MemberOf(exchange.Arguments[0].Value),
        _ => null,
    };

    private static bool Same(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
