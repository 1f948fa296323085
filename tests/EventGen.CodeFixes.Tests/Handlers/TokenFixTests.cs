using EventGen.CodeFixes.Handlers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Handlers;

public sealed class TokenFixTests
{
    private const string Mail =
        """
        namespace Shop;

        public static class Mail
        {
            public static Task SendAsync(string to, int copies = 1, CancellationToken stop = default) => Task.CompletedTask;
            public static Task LogAsync(string text) => LogAsync(text, default);
            public static Task LogAsync(string text, CancellationToken token) => Task.CompletedTask;
        }

        """;

    private static readonly CodeFixHarness s_fix = Fixing.Of<TokenAnalyzer, TokenFix>();

    [Fact]
    public Task Token_IsTakenOnceAndPassedOn() => s_fix.VerifyAsync(
        Handler(
            """
            public static async Task SendAsync(Placed e)
                {
                    await Mail.{|EVG2004:SendAsync|}("a");
                    await Mail.{|EVG2004:SendAsync|}("a", 2);
                    await Mail.{|EVG2004:SendAsync|}(to: "a", 2);
                }
            """),
        Handler(
            """
            public static async Task SendAsync(Placed e, CancellationToken cancellationToken)
                {
                    await Mail.SendAsync("a", stop: cancellationToken);
                    await Mail.SendAsync("a", 2, cancellationToken);
                    await Mail.SendAsync(to: "a", 2, stop: cancellationToken);
                }
            """));

    [Fact]
    public Task OverloadWithAToken_IsCalledInstead() => s_fix.VerifyAsync(
        Handler("public static Task LogAsync(in Placed e) => Mail.{|EVG2004:LogAsync|}(\"a\");"),
        Handler("public static Task LogAsync(in Placed e, CancellationToken cancellationToken) => Mail.LogAsync(\"a\", cancellationToken);"));

    [Fact]
    public Task HandlerThatIsCalledByHand_TakesItOptionally() => s_fix.VerifyAsync(
        Handler("public static Task SendAsync(Placed e) => Mail.{|EVG2004:SendAsync|}(\"a\", 1);\n\n    public static Task Again(Placed e) => SendAsync(e);"),
        Handler("public static Task SendAsync(Placed e, CancellationToken cancellationToken = default) => Mail.SendAsync(\"a\", 1, cancellationToken);\n\n    public static Task Again(Placed e) => SendAsync(e);"));

    [Theory]
    [InlineData("public static Task SendAsync(Placed e) { string cancellationToken = \"a\"; return Mail.{|EVG2004:SendAsync|}(cancellationToken); }")]
    [InlineData("public static Task SendAsync(Placed e) { Func<Task> send = static () => Mail.{|EVG2004:SendAsync|}(\"a\"); return send(); }")]
    [InlineData("public static Task SendAsync(Placed e) => Mail.{|EVG2004:LogAsync|}(text: \"a\");")]
    [InlineData("public static Task SendAsync(Placed e) => Mail.{|EVG2004:SendAsync|}(\"a\"); public static Func<Placed, Task> Use => SendAsync;")]
    public Task WhereTheTokenCannotBePassed_NothingIsOffered(string handler) => s_fix.VerifyNotOfferedAsync(Handler(handler));

    private static SourceFile[] Handler(string handler) =>
        [Fixing.Placed, Mail, $"namespace Shop;\n\npublic static class Receipts\n{{\n    [Subscribe]\n    {handler}\n}}\n"];
}
