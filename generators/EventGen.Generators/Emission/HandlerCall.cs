using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>How a dispatcher calls one of its handlers: directly, or through a method of its own that holds the scope.</summary>
/// <param name="Handler">The handler.</param>
/// <param name="Index">Its place in the order, as text.</param>
/// <param name="Instance">The property that has the instance it is called on, escaped; empty when the dispatcher keeps none.</param>
/// <param name="ScopeMethod">The name of the method that holds the scope, if the handler needs one.</param>
internal sealed record HandlerCall(HandlerModel Handler, string Index, string Instance, string ScopeMethod)
{
    public static IReadOnlyList<HandlerCall> For(EquatableArray<HandlerModel> handlers, DispatcherNames names) => handlers
        .Select((handler, index) => new HandlerCall(
            handler,
            CSharpText.Constant(index)!,
            handler.Class is { IsScoped: false } type ? CSharpText.Identifier(names.InstanceOf(type)) : "",
            names.ScopeMethodOf(index)))
        .ToList();

    /// <summary>The call, with a token expression for a handler that takes one.</summary>
    public string Text(string token)
    {
        if (!Handler.NeedsScope)
        {
            var arguments = ArgumentText.Of(Handler.Arguments, services: "", context: "context!", token);
            return $"{Receiver(Handler, Instance)}.{Handler.Method}({Join(Handler.Payload, arguments)})";
        }

        var passed = new List<string>();
        if (Handler.TakesContext) passed.Add("context");
        if (Handler.TakesToken) passed.Add(token);
        return $"{ScopeMethod}({Join("payload", passed)})";
    }

    /// <summary>The call of an asynchronous handler as a value task.</summary>
    public string ValueTask(string token) =>
        Handler.Returns == HandlerReturn.Task && !Handler.NeedsScope ? $"new global::{FrameworkNames.ValueTask}({Text(token)})" : Text(token);

    /// <summary>What the method is called on.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="instance">The expression of its class's instance; unused for a static method.</param>
    public static string Receiver(HandlerModel handler, string instance) => handler switch
    {
        { Class: null } => handler.DeclaringType!,
        { DeclaringType: { } declaring } => $"(({declaring}){instance})",
        _ => instance,
    };

    private static string Join(string payload, IEnumerable<string> arguments) => string.Join(", ", arguments.Prepend(payload));
}
