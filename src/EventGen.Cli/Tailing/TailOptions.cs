using System.CommandLine;

namespace EventGen.Cli.Tailing;

/// <summary>The options that name a server whose messages are shown, in the place of a running application.</summary>
internal sealed class TailOptions
{
    private readonly Option<string?> _redis = Server("--redis", "EVENTGEN_REDIS", "What is published over this Redis, redis://host[:port][/database].");
    private readonly Option<string?> _rabbitMQ = Server("--rabbitmq", "EVENTGEN_RABBITMQ", "What is published over this RabbitMQ, amqp://host[:port][/virtual-host].");

    private readonly Option<string> _channel = new("--channel")
    {
        HelpName = "NAME",
        DefaultValueFactory = static _ => "eventgen",
        Description = "The channel, or the stream's key, in Redis; the exchange in RabbitMQ.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_redis);
        command.Options.Add(_rabbitMQ);
        command.Options.Add(_channel);
    }

    /// <summary>Whether a server is named.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetResult(_redis) is not null || arguments.GetResult(_rabbitMQ) is not null;

    /// <summary>What is published over it from now on, each message as it is on the wire.</summary>
    /// <exception cref="CommandException">Two servers are named, or none that can be used.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync(ParseResult arguments, Action<string> connected, CancellationToken cancellationToken)
    {
        string channel = arguments.GetValue(_channel)!;
        if (arguments.GetResult(_rabbitMQ) is null) return RedisTail.ListenAsync(Address(arguments, _redis, "Redis", "EVENTGEN_REDIS"), channel, connected, cancellationToken);
        if (arguments.GetResult(_redis) is not null) throw new CommandException("Give --redis or --rabbitmq, not both.");
        return RabbitMQTail.ListenAsync(Address(arguments, _rabbitMQ, "RabbitMQ", "EVENTGEN_RABBITMQ"), channel, connected, cancellationToken);
    }

    private static string Address(ParseResult arguments, Option<string?> option, string server, string variable) =>
        arguments.GetValue(option) ?? EnvironmentSetting.Of(variable)
        ?? throw new CommandException($"Nothing says which {server}: give its address with {option.Name}, or in {variable}.");

    private static Option<string?> Server(string name, string variable, string description) => new(name)
    {
        HelpName = "ADDRESS",
        Description = $"{description} Default for the address: {variable}, when it is named without one.",
        Arity = ArgumentArity.ZeroOrOne,
    };
}
