using System.CommandLine;
using System.CommandLine.Invocation;
using OrderDesk.Publishing;
using OrderDesk.Serving;

namespace OrderDesk;

/// <summary>The command line.</summary>
internal static class DeskCommand
{
    // Lines that fit 80 columns with the indent of the help text.
    private const string Description =
        """
        Takes in a feed of orders and handles each one: keeps stock, sends a
        receipt, audits, publishes.

        The feed is NDJSON, one order a line: orderId (a GUID), customerId, sku,
        quantity, unitPrice and placedAt (ISO 8601). A line that is no order is
        reported on standard error as 'line N: reason', and the rest goes on.
        With --redis, --rabbitmq, --nats or --kafka other desks hear of each order:
        those that --follow print it. RabbitMQ takes no order before a desk has
        followed once.
        With --outbox no crash loses an order: kill the desk at any moment, start
        it again with the same feed and outbox, and every order has exactly one
        receipt. 'receipts' then counts those of all runs, the rest this run's.
        With --serve the desk is a web application with EventGen's dashboard, and
        orders come in until it ends.
        Ctrl-C or SIGTERM ends the intake; what was read is still handled, as far
        as the drain timeout goes, and what is left is reported. A second one
        ends the process at once.

        The last line on standard output is for programs:
        read=… placed=… rejected=… receipts=… published=… stock_low=… failed=…
        'published' is how many orders the file, or the broker, has taken that took
        the fewest.

        Exit codes: 0 all was handled, rejected lines included, or a signal cut
        the day short; 1 wrong arguments; 2 a file cannot be read or written;
        3 some handling failed.
        """;

    private static readonly Argument<string?> s_feed = new("FILE")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The feed; '-' for standard input. Default: a bundled feed of 5,000 lines.",
    };

    private static readonly Option<string?> s_publishTo = new("--out")
    {
        HelpName = "FILE",
        Description = "Publish the orders to this file, replacing it; with --outbox adding to it. Default: only count them.",
    };

    private static readonly Option<string?> s_receiptsTo = new("--receipts")
    {
        HelpName = "FILE",
        Description = "Send the receipts to this file, replacing it. Default: only count them.",
    };

    // What a timer can wait.
    private const int MaxDrainSeconds = int.MaxValue / 1000;

    private static readonly Option<int> s_drainTimeout = new("--drain-timeout")
    {
        HelpName = "SECONDS",
        DefaultValueFactory = static _ => 30,
        Description = "How long the end waits for what was accepted.",
    };

    private static readonly Option<string?> s_redis = new("--redis")
    {
        HelpName = "ADDRESS",
        Description = "Publish the orders to this Redis as well: host:port or redis://[:password@]host[:port][/database].",
    };

    private static readonly Option<string?> s_rabbitMQ = new("--rabbitmq")
    {
        HelpName = "ADDRESS",
        Description = "Publish the orders to this RabbitMQ as well: amqp://[user:password@]host[:port][/virtual-host].",
    };

    private static readonly Option<string?> s_nats = new("--nats")
    {
        HelpName = "ADDRESS",
        Description = "Publish the orders to this NATS with JetStream as well: nats://[user:password@|token@]host[:port].",
    };

    private static readonly Option<string?> s_kafka = new("--kafka")
    {
        HelpName = "SERVERS",
        Description = "Publish the orders to this Kafka as well: host:port, with commas between several brokers.",
    };

    private static readonly Option<string?> s_outbox = new("--outbox")
    {
        HelpName = "FILE",
        Description = "Keep accepted orders and their receipts in this SQLite file. Default: in memory.",
    };

    private static readonly Option<long?> s_killAfter = new("--kill-after")
    {
        HelpName = "RECEIPTS",
        Description = "Kill this process after so many receipts, as kill -9 does, to see what --outbox is for.",
    };

    private static readonly Option<bool> s_follow = new("--follow")
    {
        Description = "Take in no feed; print the orders that others publish to --redis, --rabbitmq, --nats or --kafka, until Ctrl-C or SIGTERM.",
    };

    private static readonly Option<int?> s_serve = new("--serve")
    {
        HelpName = "PORT",
        Description = "Take in no feed; serve the dashboard at http://localhost:PORT/eventgen while orders come in by themselves.",
    };

    // The desk handles signals itself: it needs as long as it takes to finish what it accepted.
    private static readonly InvocationConfiguration s_configuration = new() { ProcessTerminationTimeout = null };

    public static Task<int> RunAsync(string[] args)
    {
        var arguments = Create().Parse(args);

        // What is wrong would be above a screen of help.
        if (arguments.Action is ParseErrorAction refusal) (refusal.ShowHelp, refusal.ShowTypoCorrections) = (false, true);
        return arguments.InvokeAsync(s_configuration);
    }

    private static RootCommand Create()
    {
        var command = new RootCommand(Description) { s_feed, s_publishTo, s_receiptsTo, s_drainTimeout, s_redis, s_rabbitMQ, s_nats, s_kafka, s_outbox, s_killAfter, s_follow, s_serve };
        command.SetAction((arguments, _) => RunAsync(arguments));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        if (Refusals(arguments) is { Count: > 0 } refusals)
        {
            foreach (string refusal in refusals) Console.Error.WriteLine(refusal);
            return ExitCode.WrongArguments;
        }

        try
        {
            if (arguments.GetValue(s_serve) is { } port) return await new DeskServer(port, arguments.GetValue(s_outbox), Lines(arguments)).RunAsync();
            return arguments.GetValue(s_follow)
                ? await new Follower(Lines(arguments)).RunAsync()
                : await new Desk(new DeskOptions
                {
                    Feed = arguments.GetValue(s_feed),
                    PublishTo = arguments.GetValue(s_publishTo),
                    ReceiptsTo = arguments.GetValue(s_receiptsTo),
                    Lines = Lines(arguments),
                    Outbox = arguments.GetValue(s_outbox),
                    KillAfter = arguments.GetValue(s_killAfter),
                    DrainTimeout = TimeSpan.FromSeconds(arguments.GetValue(s_drainTimeout)),
                }).RunAsync();
        }
        catch (UnusableFileException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.UnusableFile;
        }
    }

    // Not validators of the library: those run before it has found out that a value is missing, or is no number.
    private static List<string> Refusals(ParseResult arguments)
    {
        List<string> refusals = [];
        RefuseUnknownOptions(arguments, refusals);
        RefuseOneFileTwice(arguments, refusals);
        RefuseUnusableTimeout(arguments, refusals);
        RefuseUnusableLines(arguments, refusals);
        RefuseUnusableOutbox(arguments, refusals);
        RefuseUnusablePort(arguments, refusals);
        return refusals;
    }

    // An option that does not exist would be taken for FILE.
    private static void RefuseUnknownOptions(ParseResult arguments, List<string> refusals)
    {
        if (arguments.GetValue(s_feed) is ['-', _, ..] feed) refusals.Add($"Unrecognized option '{feed}'. A file of that name is './{feed}'.");
    }

    private static void RefuseUnusableTimeout(ParseResult arguments, List<string> refusals)
    {
        int seconds = arguments.GetValue(s_drainTimeout);
        if (seconds < 0) refusals.Add("--drain-timeout must not be negative.");
        if (seconds > MaxDrainSeconds) refusals.Add($"--drain-timeout must be at most {MaxDrainSeconds} seconds, 24 days.");
    }

    private static DeskLines Lines(ParseResult arguments) => new(arguments.GetValue(s_redis), arguments.GetValue(s_rabbitMQ), arguments.GetValue(s_nats), arguments.GetValue(s_kafka));

    private static void RefuseUnusableLines(ParseResult arguments, List<string> refusals)
    {
        string? redis = arguments.GetValue(s_redis), rabbitMQ = arguments.GetValue(s_rabbitMQ), nats = arguments.GetValue(s_nats), kafka = arguments.GetValue(s_kafka);
        if (arguments.GetValue(s_follow))
        {
            if ((redis ?? rabbitMQ ?? nats ?? kafka) is null) refusals.Add("--follow needs --redis, --rabbitmq, --nats or --kafka: where to follow.");
            string?[] files = [arguments.GetValue(s_feed), arguments.GetValue(s_publishTo), arguments.GetValue(s_receiptsTo), arguments.GetValue(s_outbox)];
            if (files.Any(static file => file is not null)) refusals.Add("--follow takes no FILE, --out, --receipts or --outbox.");
        }

        Refuse(s_redis, () => RedisLine.Create(redis, receives: false));
        Refuse(s_rabbitMQ, () => RabbitMQLine.Create(rabbitMQ, receives: false));
        Refuse(s_nats, () => NatsLine.Create(nats, receives: false));
        Refuse(s_kafka, () => KafkaLine.Create(kafka, receives: false));

        void Refuse(Option option, Func<object> create)
        {
            try
            {
                _ = create();   // connects to nothing yet
            }
            catch (ArgumentException exception)
            {
                refusals.Add($"{option.Name}: {exception.Message}");
            }
        }
    }

    private static void RefuseUnusableOutbox(ParseResult arguments, List<string> refusals)
    {
        string? outbox = arguments.GetValue(s_outbox);
        if (outbox is "" or ":memory:") refusals.Add("--outbox needs the name of a file: what is in memory survives nothing.");
        if (arguments.GetValue(s_killAfter) is not { } after) return;
        if (after < 0) refusals.Add("--kill-after must not be negative.");
        if (outbox is null) refusals.Add("--kill-after needs --outbox: without it, what was accepted would be lost.");
    }

    private static void RefuseUnusablePort(ParseResult arguments, List<string> refusals)
    {
        if (arguments.GetValue(s_serve) is not { } port) return;
        if (port is < 1 or > 65535) refusals.Add("--serve needs a port from 1 to 65535.");
        string?[] files = [arguments.GetValue(s_feed), arguments.GetValue(s_publishTo), arguments.GetValue(s_receiptsTo)];
        if (files.Any(static file => file is not null) || arguments.GetValue(s_follow) || arguments.GetValue(s_killAfter) is not null)
            refusals.Add("--serve takes no FILE, --out, --receipts, --kill-after or --follow.");
    }

    // Files are replaced when they are opened: it would be too late to notice then.
    private static void RefuseOneFileTwice(ParseResult arguments, List<string> refusals)
    {
        string[] files =
        [
            .. new[] { arguments.GetValue(s_feed), arguments.GetValue(s_publishTo), arguments.GetValue(s_receiptsTo), arguments.GetValue(s_outbox) }
                .OfType<string>()
                .Where(static file => file is not ("" or "-"))
                .Select(static file => new FileInfo(file))
                .Select(static file => (file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) ?? file : file).FullName),
        ];
        if (files.Distinct().Count() < files.Length) refusals.Add("FILE, --out, --receipts and --outbox must be different files.");
    }
}
