using EventGen.Cli.Commands;

namespace EventGen.Cli.Tests;

/// <summary>A payload is one line, however its serializer writes it.</summary>
public sealed class TailPayloadTests
{
    [Theory]
    [InlineData("{\n  \"Number\": 1,\n  \"Owner\": \"Zoë's <b>\"\n}", "{\"Number\":1,\"Owner\":\"Zoë's <b>\"}")]
    [InlineData("null", "null")]
    [InlineData("{\n  \"Number\": 1,…", "{   \"Number\": 1,…")]
    public void APayload_IsWrittenWithoutIndentation_AndAsItIsWhereItWasCutOff(string payload, string shown) => Assert.Equal(shown, TailCommand.Compact(payload));
}
