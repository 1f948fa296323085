using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Sees the code that changes entities which a trigger watches, with Entity Framework Core or as <c>ChangedAsync</c> reports it.</summary>
/// <remarks>Thread safe. The triggers are looked for once, when the first write is seen.</remarks>
internal sealed class EntityWrites(Compilation compilation)
{
    private volatile IReadOnlyList<DeclaredTrigger>? _triggers;

    /// <summary>The triggers that the project knows.</summary>
    public IReadOnlyList<DeclaredTrigger> Triggers(CancellationToken cancellationToken) => _triggers ??= DeclaredTrigger.In(compilation, cancellationToken);

    /// <returns>What the call does; <see langword="null"/> when it changes no watched entity and saves none.</returns>
    public MethodAction? ByCall(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "SaveChanges" or "SaveChangesAsync":
                return method.ContainingType.IsOrDerivesFrom(FrameworkNames.DbContext) && Triggers(cancellationToken).Count > 0 ? new SaveAction(TopicCall.LocationOf(call)) : null;
            case "Add" or "AddAsync" or "AddRange" or "AddRangeAsync":
                return OnContext(call, TriggerModel.Added, cancellationToken);
            case "Update" or "UpdateRange":
                return OnContext(call, TriggerModel.Modified, cancellationToken);
            case "Remove" or "RemoveRange":
                return OnContext(call, TriggerModel.Deleted, cancellationToken);
            case "Emit":
                return OnContext(call);
            case "ChangedAsync":
                return Reported(call, cancellationToken);
            default:
                return null;
        }
    }

    /// <returns>What the assignment changes; <see langword="null"/> when it is nothing of a watched entity.</returns>
    public WriteAction? ByAssignment(IOperation operation, ISymbol member, CancellationToken cancellationToken)
    {
        IOperation? target = operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation increment => increment.Target,
            _ => null,
        };
        if (target is not IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol, Instance: { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } entity } instance } written) return null;
        if (instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } && member is IMethodSymbol { MethodKind: MethodKind.Constructor }) return null;
        if (!IsWatched(entity, cancellationToken)) return null;
        return new WriteAction(entity, IsNew(instance, cancellationToken) ? 0 : TriggerModel.Modified, target.Syntax.GetLocation())
        {
            Member = written.Member.Name,
            Value = operation is ISimpleAssignmentOperation { Value.ConstantValue: var value } ? value : default,
        };
    }

    private WriteAction? OnContext(IInvocationOperation call, int kinds, CancellationToken cancellationToken)
    {
        bool isSet = call.TargetMethod.ContainingType.Is(FrameworkNames.DbSet, arity: 1);
        if (!isSet && !call.TargetMethod.ContainingType.IsOrDerivesFrom(FrameworkNames.DbContext)) return null;
        var given = call.Arguments.Length == 0 ? null : call.Arguments[0].Value.Unconverted().Type as INamedTypeSymbol;
        var entity = given is { TypeKind: TypeKind.Class } && IsWatched(given, cancellationToken) ? given
            : isSet ? call.TargetMethod.ContainingType.TypeArguments[0] as INamedTypeSymbol : null;
        return entity is not null && IsWatched(entity, cancellationToken) ? new WriteAction(entity, kinds, TopicCall.LocationOf(call)) : null;
    }

    // db.Emit(e), of EventGen.EntityFrameworkCore.
    private static EmitAction? OnContext(IInvocationOperation call) =>
        call.TargetMethod is { IsExtensionMethod: true, Parameters.Length: 2, TypeArguments.Length: 1 } method
        && method.Parameters[0].Type.Is(FrameworkNames.DbContext) && method.TypeArguments[0] is INamedTypeSymbol emitted
            ? new EmitAction(emitted, TopicCall.LocationOf(call))
            : null;

    private WriteAction? Reported(IInvocationOperation call, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type is not INamedTypeSymbol change || !change.Is(RuntimeNames.EntityChange, arity: 1)) continue;
            if (change.TypeArguments[0] is not INamedTypeSymbol entity || !IsWatched(entity, cancellationToken)) return null;
            var kind = (argument.Value as IObjectCreationOperation)?.Arguments.FirstOrDefault(static one => one.Parameter?.Type.Is(RuntimeNames.EntityChangeKind) == true)?.Value.ConstantValue;
            return new WriteAction(entity, kind is { HasValue: true, Value: int number } ? number : TriggerModel.Every, TopicCall.LocationOf(call)) { IsReported = true };
        }

        return null;
    }

    private bool IsWatched(INamedTypeSymbol type, CancellationToken cancellationToken) => Triggers(cancellationToken).Any(trigger => type.IsOrDerivesFrom(trigger.Entity));

    // An initializer, or what a local variable begins with.
    private static bool IsNew(IOperation instance, CancellationToken cancellationToken) => instance switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => true,
        ILocalReferenceOperation local => local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
            is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax },
        _ => false,
    };
}
