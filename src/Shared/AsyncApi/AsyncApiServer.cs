namespace EventGen.EventContracts;

/// <summary>A server in an AsyncAPI document.</summary>
/// <param name="Publisher">The name of the publisher that sends there.</param>
/// <param name="Host">Its host and port, without user and password.</param>
/// <param name="Protocol">What is spoken: as AsyncAPI calls it: <c>redis</c>, <c>amqp</c>, <c>nats</c>, <c>kafka</c>.</param>
internal sealed record AsyncApiServer(string Publisher, string Host, string Protocol);
