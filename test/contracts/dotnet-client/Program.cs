// Drives the local broker with Azure's own .NET client: dotnet-client.dll CONNECTION_STRING.
// Prints one line of JSON for each step; local-broker-dotnet.test.ts compares them.
using System.Text.Json;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

var options = new ServiceBusClientOptions
{
    RetryOptions = new ServiceBusRetryOptions { MaxRetries = 0, TryTimeout = TimeSpan.FromSeconds(10) },
};
await using var client = new ServiceBusClient(args[0], options);
var moment = TimeSpan.FromMilliseconds(400);
var patience = TimeSpan.FromSeconds(8);

await Step("properties", async () =>
{
    var guid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    var message = new ServiceBusMessage("body") { MessageId = "typed", PartitionKey = "partition" };
    foreach (var (name, value) in new (string, object)[]
    {
        ("int", 7), ("long", 5_000_000_000L), ("small", 7L), ("uint", 7u), ("double", 7.0), ("guid", guid),
        ("time", DateTimeOffset.UnixEpoch), ("span", TimeSpan.FromSeconds(1)), ("flag", true), ("text", "ä"),
    }) message.ApplicationProperties[name] = value;
    await Send("plain", message);
    var received = await Take("plain");
    return new
    {
        body = received.Body.ToString(),
        received.MessageId,
        received.PartitionKey,
        received.DeliveryCount,
        types = received.ApplicationProperties.ToDictionary(entry => entry.Key, entry => entry.Value.GetType().Name),
        guid = received.ApplicationProperties["guid"].Equals(guid),
        big = received.ApplicationProperties["long"],
    };
});

await Step("batch", async () =>
{
    await using var sender = client.CreateSender("plain");
    using var batch = await sender.CreateMessageBatchAsync();
    var added = new[] { "1", "2", "3" }.Count(text => batch.TryAddMessage(new ServiceBusMessage(text)));
    await sender.SendMessagesAsync(batch);
    var bodies = new List<string>();
    while (bodies.Count < added) bodies.Add((await Take("plain")).Body.ToString());
    return new { batch.MaxSizeInBytes, bodies };
});

await Step("no message id", async () =>
{
    await Send("plain", new ServiceBusMessage("x"));
    return new { id = (await Take("plain")).MessageId };
});

await Step("value body", async () =>
{
    var message = new ServiceBusMessage(new AmqpAnnotatedMessage(AmqpMessageBody.FromValue(7)));
    await Send("plain", message);
    var received = await Take("plain");
    received.GetRawAmqpMessage().Body.TryGetValue(out var value);
    return new { value, type = value?.GetType().Name };
});

await Step("peek", async () =>
{
    await using var sender = client.CreateSender("peeked");
    var number = await sender.ScheduleMessageAsync(new ServiceBusMessage("later"), DateTimeOffset.UtcNow.AddMinutes(9));
    await sender.SendMessageAsync(new ServiceBusMessage("now"));
    await using var receiver = client.CreateReceiver("peeked");
    var peeked = await receiver.PeekMessagesAsync(9);
    await sender.CancelScheduledMessageAsync(number);
    await using var again = client.CreateReceiver("peeked");
    return new
    {
        peeked = peeked.Select(message => new { body = message.Body.ToString(), state = message.State.ToString() }),
        inOrder = peeked.Zip(peeked.Skip(1)).All(pair => pair.First.SequenceNumber < pair.Second.SequenceNumber),
        left = (await again.PeekMessagesAsync(9, fromSequenceNumber: 0)).Count,
        cancelledTwice = await Failure(() => sender.CancelScheduledMessageAsync(number)),
    };
});

await Step("schedule", async () =>
{
    await using var sender = client.CreateSender("plain");
    var at = DateTimeOffset.UtcNow.AddSeconds(1);
    var number = await sender.ScheduleMessageAsync(new ServiceBusMessage("scheduled"), at);
    var received = await Take("plain");
    return new
    {
        body = received.Body.ToString(),
        inTime = DateTimeOffset.UtcNow >= at,
        newNumber = received.SequenceNumber > number,
    };
});

await Step("abandon", async () =>
{
    await Send("plain", Kept("x"));
    await using var receiver = client.CreateReceiver("plain");
    var first = await receiver.ReceiveMessageAsync(patience);
    await receiver.AbandonMessageAsync(first, Changes());
    var again = await receiver.ReceiveMessageAsync(patience);
    await receiver.CompleteMessageAsync(again);
    return new { again.DeliveryCount, properties = again.ApplicationProperties };
});

await Step("defer", async () =>
{
    await Send("deferring", Kept("x"));
    await using var receiver = client.CreateReceiver("deferring");
    var first = await receiver.ReceiveMessageAsync(patience);
    await receiver.DeferMessageAsync(first, Changes());
    var delivered = await receiver.ReceiveMessageAsync(moment);
    var peeked = await receiver.PeekMessageAsync(fromSequenceNumber: first.SequenceNumber);
    var deferred = await receiver.ReceiveDeferredMessageAsync(first.SequenceNumber);
    await receiver.AbandonMessageAsync(deferred, new Dictionary<string, object> { ["twice"] = true });
    var again = await receiver.ReceiveDeferredMessageAsync(first.SequenceNumber);
    var renewed = again.LockedUntil;
    await receiver.RenewMessageLockAsync(again);
    await receiver.CompleteMessageAsync(again);
    return new
    {
        deliveredAgain = delivered is not null,
        state = peeked.State.ToString(),
        again.DeliveryCount,
        properties = again.ApplicationProperties,
        renewed = again.LockedUntil >= renewed,
        gone = await Failure(() => receiver.ReceiveDeferredMessageAsync(first.SequenceNumber)),
    };
});

await Step("dead letter", async () =>
{
    await Send("plain", Kept("x"));
    await using var receiver = client.CreateReceiver("plain");
    var first = await receiver.ReceiveMessageAsync(patience);
    await receiver.DeadLetterMessageAsync(first, Changes(), "why", "because");
    var options = new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter };
    await using var dead = client.CreateReceiver("plain", options);
    var message = await dead.ReceiveMessageAsync(patience);
    await dead.CompleteMessageAsync(message);
    return new
    {
        message.DeadLetterReason,
        message.DeadLetterErrorDescription,
        message.DeadLetterSource,
        changed = message.ApplicationProperties["changed"],
        kept = message.ApplicationProperties["kept"],
    };
});

await Step("deferred dead letter", async () =>
{
    await Send("deferring", Kept("x"));
    await using var receiver = client.CreateReceiver("deferring");
    var first = await receiver.ReceiveMessageAsync(patience);
    await receiver.DeferMessageAsync(first);
    var deferred = await receiver.ReceiveDeferredMessageAsync(first.SequenceNumber);
    await receiver.DeadLetterMessageAsync(deferred, "why", "because");
    var options = new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter };
    await using var dead = client.CreateReceiver("deferring", options);
    var message = await dead.ReceiveMessageAsync(patience);
    await dead.CompleteMessageAsync(message);
    return new { message.DeadLetterReason, message.DeadLetterErrorDescription };
});

await Step("receive and delete", async () =>
{
    await Send("plain", new ServiceBusMessage("x"));
    var options = new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete };
    await using var receiver = client.CreateReceiver("plain", options);
    var received = await receiver.ReceiveMessageAsync(patience);
    var left = await receiver.PeekMessageAsync();
    return new { body = received.Body.ToString(), left = left is not null };
});

await Step("late settlement", async () =>
{
    await Send("short-lock", new ServiceBusMessage("x"));
    await using var receiver = client.CreateReceiver("short-lock");
    var late = await receiver.ReceiveMessageAsync(patience);
    var again = await receiver.ReceiveMessageAsync(patience);
    var failure = await Failure(() => receiver.CompleteMessageAsync(late));
    await receiver.CompleteMessageAsync(again);
    return new { again.DeliveryCount, failure };
});

await Step("size", async () =>
{
    await using var sender = client.CreateSender("plain");
    var body = new byte[300_000];
    using var batch = await sender.CreateMessageBatchAsync();
    return new
    {
        sent = await Failure(() => sender.SendMessageAsync(new ServiceBusMessage(body))),
        added = batch.TryAddMessage(new ServiceBusMessage(body)),
    };
});

await Step("rules", async () =>
{
    await using var rules = client.CreateRuleManager("events", "all");
    var before = await Names(rules);
    await rules.CreateRuleAsync("sql", new SqlRuleFilter("status = 'failed' AND n > 5"));
    var correlation = new CorrelationRuleFilter { Subject = "wanted", ApplicationProperties = { ["n"] = 7 } };
    await rules.CreateRuleAsync("correlation", correlation);
    await rules.DeleteRuleAsync("$Default");
    var twice = await Failure(() => rules.CreateRuleAsync("sql", new TrueRuleFilter()));
    var missing = await Failure(() => rules.DeleteRuleAsync("missing"));
    await Send("events", Event("by sql", null, "failed", 6));
    await Send("events", Event("unwanted", null, "failed", 5));
    await Send("events", Event("by correlation", "wanted", "done", 7));
    await using var receiver = client.CreateReceiver("events", "all");
    var received = await receiver.PeekMessagesAsync(9);
    return new
    {
        before,
        after = await Names(rules),
        twice,
        missing,
        received = received.Select(message => message.Body.ToString()),
    };
});

await Step("missing", async () => new
{
    sent = await Failure(() => Send("missing", new ServiceBusMessage("x"))),
    received = await Failure(() => client.CreateReceiver("missing").ReceiveMessageAsync(moment)),
});

async Task Step(string step, Func<Task<object>> run)
{
    object result;
    try { result = await run(); }
    catch (Exception error) { result = new { error = error.ToString() }; }
    Console.WriteLine(JsonSerializer.Serialize(new { step, result }));
}

async Task Send(string entity, ServiceBusMessage message)
{
    await using var sender = client.CreateSender(entity);
    await sender.SendMessageAsync(message);
}

async Task<ServiceBusReceivedMessage> Take(string entity)
{
    await using var receiver = client.CreateReceiver(entity);
    var message = await receiver.ReceiveMessageAsync(patience) ?? throw new Exception("No message came.");
    await receiver.CompleteMessageAsync(message);
    return message;
}

async Task<string> Failure(Func<Task> run)
{
    try { await run(); return "none"; }
    catch (ServiceBusException error) { return error.Reason.ToString(); }
}

async Task<IReadOnlyList<string>> Names(ServiceBusRuleManager rules)
{
    var names = new List<string>();
    await foreach (var rule in rules.GetRulesAsync()) names.Add($"{rule.Name} {rule.Filter.GetType().Name} {rule.Filter}");
    return names;
}

static ServiceBusMessage Kept(string body) => new(body) { ApplicationProperties = { ["kept"] = 1 } };

static Dictionary<string, object> Changes() => new() { ["changed"] = 5_000_000_000L };

static ServiceBusMessage Event(string body, string? subject, string status, int n) =>
    new(body) { Subject = subject, ApplicationProperties = { ["status"] = status, ["n"] = n } };
