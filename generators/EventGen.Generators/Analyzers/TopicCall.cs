using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>A call on a topic: of its own methods, or of the generated overloads that take the payload's parts.</summary>
/// <param name="Operation">The call.</param>
/// <param name="Topic">The topic, as it is written; <see langword="null"/> behind a <c>?.</c>.</param>
/// <param name="Payload">The event's type.</param>
internal readonly record struct TopicCall(IInvocationOperation Operation, IOperation? Topic, ITypeSymbol Payload)
{
    public string Method => Operation.TargetMethod.Name;

    /// <summary>The name in the call, which stays one line where a handler's body is among the arguments.</summary>
    public Location Location => LocationOf(Operation);

    /// <summary>Where the called method is named.</summary>
    public static Location LocationOf(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax { Expression: var called }
        ? called switch
        {
            MemberAccessExpressionSyntax access => access.Name.GetLocation(),
            MemberBindingExpressionSyntax binding => binding.Name.GetLocation(),
            _ => called.GetLocation(),
        }
        : call.Syntax.GetLocation();

    /// <summary>The call that an expression is, with what only passes a task on (<c>AsTask</c>, <c>ConfigureAwait</c>) and <c>?.</c> taken away.</summary>
    public static IInvocationOperation? Innermost(IOperation? expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IConditionalAccessOperation conditional:
                    expression = conditional.WhenNotNull;
                    break;
                case IConversionOperation conversion:
                    expression = conversion.Operand;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "AsTask" or "Preserve" or "ConfigureAwait", IsStatic: false }, Instance: { } task }:
                    expression = task;
                    break;
                default:
                    return expression as IInvocationOperation;
            }
        }
    }
}
