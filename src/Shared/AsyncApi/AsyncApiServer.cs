namespace EventGen.EventContracts;

/// <summary>A server in an AsyncAPI document.</summary>
/// <param name="Name">The publisher's name.</param>
/// <param name="Host">Its host and port, without user and password.</param>
/// <param name="Protocol">What is spoken: <c>redis</c>, <c>amqp</c>, <c>nats</c>, <c>kafka</c>.</param>
internal sealed record AsyncApiServer(string Name, string Host, string Protocol);
