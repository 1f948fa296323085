using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class TokenAnalyzerTests
{
    private const string Placed =
        """
        namespace Shop;
        [Event] public record Placed(int Number);
        public class Mailer
        {
            public Task Send(string text, CancellationToken token = default) => Task.CompletedTask;
            public Task Post<T>(T text) => Task.CompletedTask;
            public Task Post<T>(T text, CancellationToken token) => Task.CompletedTask;
            public Task Write(string text) => Task.CompletedTask;
            public Task Write(int number, CancellationToken token) => Task.CompletedTask;
        }
        """;

    private static readonly AnalyzerHarness s_tokens = new(static () => new TokenAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    [Theory, Fires("EVG2004")]
    [InlineData("await mailer.[|Send|](\"a\");", "Handler 'Shop.H.On' takes no CancellationToken, but 'Send' accepts one; take one as a parameter and pass it")]
    [InlineData("await mailer.[|Post|](7);", "but 'Post' accepts one; take one as a parameter and pass it")]
    [InlineData("await Task.[|Delay|](1);", "but 'Delay' accepts one; take one as a parameter and pass it")]
    [InlineData("Func<Task> later = () => mailer.[|Send|](\"a\"); await later();", "but 'Send' accepts one; take one as a parameter and pass it")]
    [InlineData("await Events.Placed.[|EmitAsync|](e);", "but 'EmitAsync' accepts one; take one as a parameter and pass it")]
    public async Task HandlerThatCouldPassAToken_IsReported(string body, string message)
    {
        var reported = await s_tokens.VerifyAsync(Placed, Handler("Placed e", body));

        Assert.All(reported, found => Assert.EndsWith(message, found.GetMessage()));
    }

    [Theory, Silent("EVG2004")]
    [InlineData("Placed e, CancellationToken token", "await mailer.Send(\"a\");")]
    [InlineData("Placed e", "await mailer.Send(\"a\", CancellationToken.None);")]
    [InlineData("Placed e", "await mailer.Write(\"a\"); await Task.Yield();")]
    public Task HandlerWithNothingToPass_IsNotReported(string parameters, string body) => s_tokens.VerifyAsync(Placed, Handler(parameters, body));

    [Fact, Silent("EVG2004")]
    public Task OtherMethod_IsNotReported() =>
        s_tokens.VerifyAsync(Placed, "namespace Shop; class H(Mailer mailer) { public Task On(Placed e) => mailer.Send(\"a\"); }");

    private static string Handler(string parameters, string body) =>
        $"namespace Shop; class H(Mailer mailer) {{ [Subscribe] public async Task On({parameters}) {{ {body} GC.KeepAlive(mailer); }} }}";
}
