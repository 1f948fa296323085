using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>What a condition demands of a change, as far as its code says it plainly: a chain of <c>&amp;&amp;</c>.</summary>
/// <param name="Changed">The members of the entity that have to be changed: <c>change.IsChanged(o => o.Status)</c>.</param>
/// <param name="Equal">The values that members have to have: <c>change.Entity.Status == Status.Paid</c>.</param>
internal sealed record TriggerGuards(IReadOnlyList<string> Changed, IReadOnlyList<(string Member, object? Value)> Equal)
{
    public static TriggerGuards None { get; } = new([], []);

    /// <summary>Whether the method may be a condition.</summary>
    public static bool MayBe(ISymbol member) =>
        member is IMethodSymbol { IsStatic: true, ReturnType.SpecialType: SpecialType.System_Boolean, Parameters.Length: 1 } method
        && method.Parameters[0].Type.Is(RuntimeNames.EntityChange, arity: 1);

    /// <param name="body">The condition's body.</param>
    public static TriggerGuards Of(IOperation body)
    {
        if (body.OnlyReturned() is not { } condition) return None;
        var changed = new List<string>();
        var equal = new List<(string, object?)>();
        foreach (var part in PartsOf(condition))
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod.Name: "IsChanged", Arguments.Length: 1 } call when call.TargetMethod.ContainingType.Is(RuntimeNames.EntityChange, arity: 1):
                    if (Read(call.Arguments[0].Value) is { } member) changed.Add(member);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } comparison:
                    Note(comparison.LeftOperand, comparison.RightOperand);
                    Note(comparison.RightOperand, comparison.LeftOperand);
                    break;
                case IIsPatternOperation { Pattern: IConstantPatternOperation constant } pattern:
                    Note(pattern.Value, constant.Value);
                    break;
            }
        }

        return new TriggerGuards(changed, equal);

        void Note(IOperation left, IOperation right)
        {
            if (MemberOfEntity(left) is { } member && right.ConstantValue is { HasValue: true, Value: var value }) equal.Add((member, value));
        }
    }

    private static IEnumerable<IOperation> PartsOf(IOperation condition) => condition switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => PartsOf(both.LeftOperand).Concat(PartsOf(both.RightOperand)),
        IParenthesizedOperation { Operand: var inner } => PartsOf(inner),
        _ => [condition],
    };

    // Of "o => o.Customer.Name" it is Customer.
    private static string? Read(IOperation reader)
    {
        var read = reader.Unconverted() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } ? lambda.Body.OnlyReturned() : null;
        while (read is IMemberReferenceOperation { Instance: { } instance } member)
        {
            if (instance is IParameterReferenceOperation) return member.Member.Name;
            read = instance;
        }

        return null;
    }

    private static string? MemberOfEntity(IOperation value) =>
        value.Unconverted() is IMemberReferenceOperation { Instance: IPropertyReferenceOperation { Property: { Name: "Entity" } entity } } member && entity.ContainingType.Is(RuntimeNames.EntityChange, arity: 1)
            ? member.Member.Name
            : null;
}
