using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the method that calls a handler inside a service scope of its own.</summary>
internal static class ScopedCallEmitter
{
    public static void Write(SourceWriter writer, string eventType, HandlerCall call)
    {
        var handler = call.Handler;
        var parameters = new List<string> { $"{eventType} payload" };
        if (handler.TakesContext) parameters.Add($"global::{RuntimeNames.Context}? context");
        if (handler.TakesToken) parameters.Add($"global::{FrameworkNames.CancellationToken} cancellationToken");

        string returns = handler.IsAsynchronous ? $"async global::{FrameworkNames.ValueTask}" : "void";
        string scope = $"Instances.CreateScope({(handler.TakesContext ? "context" : "context: null")})";
        string[] arguments =
            [.. ArgumentText.Of(handler.Arguments, services: "scope.Services", context: "scope.Context!", token: "cancellationToken").Prepend(handler.Payload)];
        string invocation = $"{HandlerCall.Receiver(handler, Instance(call))}.{handler.Method}({string.Join(", ", arguments)})";

        if (parameters.Count == 1)
        {
            writer.Open($"private {returns} {call.ScopeMethod}({parameters[0]})");
        }
        else
        {
            writer.Line($"private {returns} {call.ScopeMethod}(");
            for (int i = 0; i < parameters.Count - 1; i++) writer.Line($"    {parameters[i]},");
            writer.Open($"    {parameters[parameters.Count - 1]})");
        }

        writer.Write(handler.IsAsynchronous
            ? $$"""
                global::{{RuntimeNames.Scope}} scope = {{scope}};
                try
                {
                    await {{invocation}}.ConfigureAwait(false);
                }
                catch
                {
                    await scope.DisposeAfterFailureAsync().ConfigureAwait(false);
                    throw;
                }

                await scope.DisposeAsync().ConfigureAwait(false);
                """
            : $$"""
                global::{{RuntimeNames.Scope}} scope = {{scope}};
                try
                {
                    {{invocation}};
                }
                catch
                {
                    scope.DisposeAfterFailure();
                    throw;
                }

                scope.Dispose();
                """);
        writer.Close();
    }

    private static string Instance(HandlerCall call) => call.Handler.Class is { IsScoped: true } type
        ? $"scope.Handler<{type.Type.Global}>({MemberName.Create(type.Identifier)})"
        : call.Instance;
}
