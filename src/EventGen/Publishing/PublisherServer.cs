namespace EventGen;

/// <summary>A server that a publisher sends to, as the documents of an application show it: without user, password and token. Immutable.</summary>
/// <param name="Publisher">The publisher's name.</param>
/// <param name="Host">Its host and port.</param>
/// <param name="Protocol">What is spoken there, as AsyncAPI calls it: <c>redis</c>, <c>amqp</c>, <c>nats</c>, <c>kafka</c>.</param>
public sealed record PublisherServer(string Publisher, string Host, string Protocol);
